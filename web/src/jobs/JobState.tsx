import { useEffect, useRef, useState } from "react";
import * as api from "../api";
import { client, isBusy, useLog } from "../api/queries";
import { instant, t, time, word } from "../text";

/** What a job does that is not done: phase, time left, log; or why it failed. */
export function JobState({ job }: { job: api.Job }) {
  const busy = isBusy(job);
  useNotification(job);
  const [wantsLog, setWantsLog] = useState(false);
  const { data: log } = useLog(job.jobID, wantsLog);
  if (!busy && job.status !== "failed") {
    return null;
  }
  return (
    <section aria-label={t("job")} data-status={job.status} className="job">
      {busy ? (
        <>
          <progress max={100} value={job.progress} aria-label={t("job.progress")} />
          <p role="status">
            {word("status", job.status)}
            {job.status === "running" && ` ${Math.floor(job.progress / 10) * 10} %`}
          </p>
          <p>
            {job.message}
            {job.estimatedEnd && ` · ${t("job.ends", { time: time(job.estimatedEnd) })}`}
          </p>
          <div className="buttons">
            <Stop job={job} />
            <Tell />
          </div>
        </>
      ) : (
        <p role="alert" className="error">
          {t("job.failed")} {job.message}
        </p>
      )}
      <details onToggle={(e) => setWantsLog(e.currentTarget.open)}>
        <summary>{t("job.log")}</summary>
        <ol className="log">
          {log?.lines.map(({ at, message }) => (
            <li key={at + message}>
              <small>{instant(at)}</small> {message}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function Stop({ job }: { job: api.Job }) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button type="button" onClick={() => setAsking(true)}>
        {t("job.stop")}
      </button>
    );
  }
  return (
    <span role="group" aria-label={t("sure")} className="asking">
      {t("job.stopWhy")}{" "}
      <button
        type="button"
        onClick={() =>
          void api.dismiss(job.jobID).finally(() => client.invalidateQueries({ queryKey: ["job"] }))
        }
      >
        {t("job.stopNow")}
      </button>{" "}
      <button type="button" onClick={() => setAsking(false)}>
        {t("keep")}
      </button>
    </span>
  );
}

/** Asks the browser whether it may tell when a job is done, where nobody has said yes or no. */
function Tell() {
  const [asked, setAsked] = useState(
    !("Notification" in window) || Notification.permission !== "default",
  );
  return asked ? null : (
    <button
      type="button"
      onClick={() => void Notification.requestPermission().then(() => setAsked(true))}
    >
      {t("job.tell")}
    </button>
  );
}

/** Tells once that a job that was watched has ended while nobody looked. */
function useNotification(job: api.Job) {
  const watched = useRef<string>(undefined);
  useEffect(() => {
    if (isBusy(job)) {
      watched.current = job.jobID;
    } else if (watched.current === job.jobID) {
      watched.current = undefined;
      if (document.hidden && "Notification" in window && Notification.permission === "granted") {
        new Notification("GeoCrop", { body: word("status", job.status), icon: "icon.svg" });
      }
    }
  }, [job]);
}
