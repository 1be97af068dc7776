import { useEffect, useRef, useState } from "react";
import * as api from "../api";
import { client, isBusy, useTileJson } from "../api/queries";
import { titleOf } from "../app/title";

const UNDO_MS = 8000;

interface Props {
  jobs: api.Job[];
  /** The chosen job as it is now: the list is older. */
  live: api.Job | undefined;
  chosen: string | undefined;
  more: (() => void) | undefined;
  onShow: (id: string) => void;
  onGone: (id: string) => void;
}

/** Maps with their progress, newest first; a finished one is shown by a click. */
export function JobList({ jobs, live, chosen, more, onShow, onGone }: Props) {
  const { removed, error, remove, undo } = useRemoval(onGone);
  const unlisted = live && isBusy(live) && jobs.every(({ jobID }) => jobID !== live.jobID);
  const listed = (unlisted ? [live, ...jobs] : jobs)
    .map((job) => (job.jobID === live?.jobID ? live : job))
    .filter((job) => job.status !== "dismissed" && job.jobID !== removed);
  return (
    <section aria-label="Maps">
      <h2>Maps</h2>
      {removed && (
        <p role="status" className="notice">
          The map is removed.{" "}
          <button type="button" onClick={undo}>
            Undo
          </button>
        </p>
      )}
      {error && (
        <p role="alert" className="error">
          {error}
        </p>
      )}
      {listed.length === 0 && <p>No maps yet: choose an area above.</p>}
      <ul className="jobs">
        {listed.map((job) => (
          <Entry
            key={job.jobID}
            job={job}
            current={job.jobID === chosen}
            onShow={onShow}
            onRemove={() => void remove(job)}
          />
        ))}
      </ul>
      {more && (
        <button type="button" onClick={more}>
          More
        </button>
      )}
    </section>
  );
}

interface EntryProps {
  job: api.Job;
  current: boolean;
  onShow: (id: string) => void;
  onRemove: () => void;
}

function Entry({ job, current, onShow, onRemove }: EntryProps) {
  const [asking, setAsking] = useState(false);
  const raster = job.status === "successful" ? api.rasters(job)[0] : undefined;
  const { data } = useTileJson(raster && api.layerOf(job.jobID, raster));
  const busy = isBusy(job);
  return (
    <li data-status={job.status} aria-current={current}>
      <button type="button" className="title" onClick={() => onShow(job.jobID)}>
        {raster && data ? titleOf(raster, data.description, data.bounds) : when(job.created)}
        <small>
          {job.status === "successful" ? "done" : job.status}
          {data && ` · ${when(job.created)}`}
        </small>
      </button>
      <button
        type="button"
        className="remove"
        aria-label={busy ? "Stop this job" : "Remove this map"}
        aria-expanded={asking}
        onClick={() => setAsking(!asking)}
      >
        ×
      </button>
      {asking && (
        <p className="asking" role="group" aria-label="Sure?">
          {busy ? "Stop it? What is done so far is lost." : "Remove it for everyone?"}{" "}
          <button
            type="button"
            onClick={() => {
              setAsking(false);
              onRemove();
            }}
          >
            {busy ? "Stop" : "Remove"}
          </button>{" "}
          <button type="button" onClick={() => setAsking(false)}>
            Keep
          </button>
        </p>
      )}
      {busy && <progress max={100} value={job.progress} aria-label="Progress" />}
      {job.status !== "successful" && (
        <p>
          {job.message}
          {job.estimatedEnd && ` · ends about ${new Date(job.estimatedEnd).toLocaleTimeString()}`}
        </p>
      )}
    </li>
  );
}

function when(created: string): string {
  return new Date(created).toLocaleString();
}

/** A finished map is hidden at once and removed a little later, so that it can be had back. */
function useRemoval(onGone: (id: string) => void) {
  const [removed, setRemoved] = useState<string>();
  const [error, setError] = useState<string>();
  const pending = useRef<{ id: string; timer: ReturnType<typeof setTimeout> }>(undefined);

  async function dismiss(id: string, leaving = false) {
    try {
      await api.dismiss(id, leaving);
      setError(undefined);
    } catch (e) {
      setError(`The map could not be removed: ${(e as Error).message}`);
    }
    await client.invalidateQueries({ queryKey: ["maps"] });
    setRemoved((now) => (now === id ? undefined : now));
  }

  function flush(leaving = false) {
    const waiting = pending.current;
    if (waiting) {
      clearTimeout(waiting.timer);
      pending.current = undefined;
      void dismiss(waiting.id, leaving);
    }
  }

  const latest = useRef(flush);
  useEffect(() => {
    latest.current = flush;
  });
  useEffect(() => {
    const leave = () => latest.current(true);
    window.addEventListener("pagehide", leave);
    return () => window.removeEventListener("pagehide", leave);
  }, []);

  async function remove(job: api.Job) {
    flush();
    if (isBusy(job)) {
      await dismiss(job.jobID);
    } else {
      setRemoved(job.jobID);
      pending.current = { id: job.jobID, timer: setTimeout(() => latest.current(), UNDO_MS) };
    }
    onGone(job.jobID);
  }

  function undo() {
    clearTimeout(pending.current?.timer);
    pending.current = undefined;
    setRemoved(undefined);
  }

  return { removed, error, remove, undo };
}
