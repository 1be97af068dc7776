import { useEffect, useRef, useState } from "react";
import * as api from "../api";
import { client, isBusy } from "../api/queries";
import { t } from "../text";

const UNDO_MS = 8000;

/** A finished map is hidden at once and removed a little later, so that it can be had back. */
export function useRemoval(onGone: (id: string) => void) {
  const [removed, setRemoved] = useState<string>();
  const [error, setError] = useState<string>();
  const pending = useRef<{ id: string; timer: ReturnType<typeof setTimeout> }>(undefined);

  async function dismiss(id: string, leaving = false) {
    try {
      await api.dismiss(id, leaving);
      setError(undefined);
    } catch (e) {
      setError(t("maps.notRemoved", { why: (e as Error).message }));
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
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
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
