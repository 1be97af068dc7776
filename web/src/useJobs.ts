import { useCallback, useEffect, useState } from "react";
import * as api from "./api";

const BUSY_MS = 500;
const IDLE_MS = 5000;

/** The newest jobs, kept up to date: often while one of them waits or runs. */
export function useJobs() {
  const [jobs, setJobs] = useState<api.Job[]>([]);
  const [error, setError] = useState<string>();

  const refresh = useCallback(async () => {
    try {
      setJobs(await api.jobs());
      setError(undefined);
    } catch (e) {
      setError(`The server can't be reached: ${(e as Error).message}`);
    }
  }, []);

  const busy = jobs.some((job) => job.status === "accepted" || job.status === "running");
  useEffect(() => {
    void refresh();
    const timer = setInterval(refresh, busy ? BUSY_MS : IDLE_MS);
    return () => clearInterval(timer);
  }, [busy, refresh]);

  return { jobs, error, refresh };
}
