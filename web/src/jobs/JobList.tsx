import { useEffect, useState } from "react";
import { shortName, useSession } from "../account/session";
import * as api from "../api";
import { isBusy, useMaps, useSummary } from "../api/queries";
import { useName } from "../app/title";
import { plain } from "../search/places";
import { instant, number, t, time, word, type Key } from "../text";
import { useRemoval } from "./removal";
import { Thumbnail } from "./Thumbnail";

interface Props {
  /** The chosen job as it is now: the list is older. */
  live: api.Job | undefined;
  chosen: string | undefined;
  onShow: (id: string) => void;
  /** A job was removed; the second is the one to show in its place. */
  onGone: (id: string, next: string | undefined) => void;
}

const SORTS = ["newest", "oldest", "name"] as const;
type Sort = (typeof SORTS)[number];
const STATES = ["accepted,running,successful,failed", "successful", "accepted,running", "failed"];

/** Maps with their progress; searched, sorted and filtered; a finished one is shown by a click. */
export function JobList({ live, chosen, onShow, onGone }: Props) {
  const [kind, setKind] = useState(api.EVERY_KIND);
  const [text, setText] = useState("");
  const [sort, setSort] = useState<Sort>("newest");
  const [names, setNames] = useState<Record<string, string>>({});
  const maps = useMaps(kind);
  const jobs = maps.data?.pages.flatMap((page) => page.jobs) ?? [];
  const processes = useSeen(jobs.map((job) => job.processID));
  const { removed, error, remove, undo } = useRemoval((id) =>
    onGone(id, jobs.find((job) => job.status === "successful" && job.jobID !== id)?.jobID),
  );
  const unlisted = live && isBusy(live) && jobs.every(({ jobID }) => jobID !== live.jobID);
  const all = (unlisted ? [live, ...jobs] : jobs)
    .map((job) => (job.jobID === live?.jobID ? live : job))
    .filter((job) => job.status !== "dismissed" && job.jobID !== removed);
  const nameOf = (job: api.Job) => names[job.jobID] ?? instant(job.created);
  const listed = all.filter((job) => matches(job, nameOf(job), text));
  if (sort === "oldest") {
    listed.reverse();
  } else if (sort === "name") {
    listed.sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  }
  return (
    <section aria-label={t("tab.maps")}>
      <h2>{t("tab.maps")}</h2>
      <input
        type="search"
        aria-label={t("maps.search")}
        placeholder={t("maps.search")}
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <div className="row">
        <Choice
          label={t("maps.process")}
          value={kind.process}
          options={["", ...processes]}
          name={(id) => (id ? word("process", id) : t("all"))}
          onChange={(process) => setKind({ ...kind, process })}
        />
        <Choice
          label={t("maps.status")}
          value={kind.status}
          options={STATES}
          name={(id) => (id === STATES[0] ? t("all") : word("status", id.split(",").at(-1)!))}
          onChange={(status) => setKind({ ...kind, status })}
        />
        <Choice
          label={t("maps.sort")}
          value={sort}
          options={[...SORTS]}
          name={(id) => t(`sort.${id}` as Key)}
          onChange={(id) => setSort(id as Sort)}
        />
      </div>
      {removed && (
        <p role="status" className="notice">
          {t("maps.removed")}{" "}
          <button type="button" onClick={undo}>
            {t("undo")}
          </button>
        </p>
      )}
      {error && (
        <p role="alert" className="error">
          {error}
        </p>
      )}
      {maps.data && listed.length === 0 && (
        <p>{t(all.length > 0 ? "maps.noMatch" : "maps.none")}</p>
      )}
      <ul className="jobs">
        {all.map((job) => (
          <Entry
            key={job.jobID}
            job={job}
            hidden={!listed.includes(job)}
            order={listed.indexOf(job)}
            current={job.jobID === chosen}
            onName={(name) =>
              setNames((before) =>
                before[job.jobID] === name ? before : { ...before, [job.jobID]: name },
              )
            }
            onShow={onShow}
            onRemove={() => void remove(job)}
          />
        ))}
      </ul>
      {maps.hasNextPage && (
        <button type="button" onClick={() => void maps.fetchNextPage()}>
          {t("more")}
        </button>
      )}
    </section>
  );
}

/** What was ever seen here, sorted: a choice that was made leaves the others to choose. */
function useSeen(now: string[]): string[] {
  const [seen, setSeen] = useState<string[]>([]);
  const fresh = now.filter((each) => !seen.includes(each));
  if (fresh.length > 0) {
    setSeen([...new Set([...seen, ...fresh])].sort());
  }
  return seen;
}

function matches(job: api.Job, name: string, text: string): boolean {
  const about = plain(`${name} ${job.processID} ${job.owner} ${job.message} ${job.jobID}`);
  return plain(text)
    .split(/\s+/)
    .every((part) => about.includes(part));
}

interface ChoiceProps {
  label: string;
  value: string;
  options: string[];
  name: (id: string) => string;
  onChange: (id: string) => void;
}

function Choice({ label, value, options, name, onChange }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={(e) => onChange(e.target.value)}>
        {options.map((id) => (
          <option key={id} value={id}>
            {name(id)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface EntryProps {
  job: api.Job;
  hidden: boolean;
  order: number;
  current: boolean;
  onName: (name: string) => void;
  onShow: (id: string) => void;
  onRemove: () => void;
}

function Entry({ job, hidden, order, current, onName, onShow, onRemove }: EntryProps) {
  const [asking, setAsking] = useState(false);
  const raster = job.status === "successful" ? api.rasters(job)[0] : undefined;
  const layer = raster && api.layerOf(job.jobID, raster);
  const name = useName(layer);
  const me = useSession().data?.user;
  useEffect(() => {
    if (name) {
      onName(name);
    }
  }, [name, onName]);
  const busy = isBusy(job);
  return (
    <li data-status={job.status} aria-current={current} hidden={hidden} style={{ order }}>
      <button type="button" className="title" onClick={() => onShow(job.jobID)}>
        {layer ? <Thumbnail layer={layer} size={48} /> : <span className="thumbnail" />}
        <span>
          {name ?? instant(job.created)}
          <small>
            {word("process", job.processID)} · {word("status", job.status)}
            {name && ` · ${instant(job.created)}`}
            {raster === "crop_type" && <Size job={job.jobID} />}
            {job.owner !== "local" &&
              ` · ${job.owner === me ? t("owner.me") : shortName(job.owner)}`}
            {job.sharing !== "private" && ` · ${t(`share.${job.sharing}`)}`}
          </small>
        </span>
      </button>
      <button
        type="button"
        className="remove"
        aria-label={t(busy ? "job.stop" : "maps.remove")}
        aria-expanded={asking}
        onClick={() => setAsking(!asking)}
      >
        ×
      </button>
      {asking && (
        <p className="asking" role="group" aria-label={t("sure")}>
          {t(busy ? "job.stopWhy" : "maps.removeWhy")}{" "}
          <button
            type="button"
            onClick={() => {
              setAsking(false);
              onRemove();
            }}
          >
            {t(busy ? "job.stopNow" : "maps.removeNow")}
          </button>{" "}
          <button type="button" onClick={() => setAsking(false)}>
            {t("keep")}
          </button>
        </p>
      )}
      {busy && <progress max={100} value={job.progress} aria-label={t("job.progress")} />}
      {job.status !== "successful" && (
        <p>
          {job.message}
          {job.estimatedEnd && ` · ${t("job.ends", { time: time(job.estimatedEnd) })}`}
        </p>
      )}
    </li>
  );
}

function Size({ job }: { job: string }) {
  const { data } = useSummary(job);
  const hectares = data?.hectares_in_aoi ?? data?.hectares_classified;
  return hectares === undefined ? null : <> · {t("area.size", { ha: number(hectares) })}</>;
}
