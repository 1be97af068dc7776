import type { Job } from "./api";

interface Props {
  jobs: Job[];
  shown: string | undefined;
  onShow: (id: string) => void;
  onRemove: (id: string) => void;
}

/** The newest jobs with their progress; a finished one is shown by a click. */
export function JobList({ jobs, shown, onShow, onRemove }: Props) {
  const listed = jobs.filter((job) => job.status !== "dismissed");
  if (listed.length === 0) {
    return null;
  }
  return (
    <section aria-label="Maps">
      <h2>Maps</h2>
      <ul className="jobs">
        {listed.map((job) => (
          <li key={job.jobID} data-status={job.status} aria-current={job.jobID === shown}>
            <button type="button" className="title" onClick={() => onShow(job.jobID)}>
              {new Date(job.created).toLocaleString()}
              <small>{job.status === "successful" ? "done" : job.status}</small>
            </button>
            <button
              type="button"
              className="remove"
              aria-label={isBusy(job) ? "Stop this job" : "Remove this map"}
              onClick={() => onRemove(job.jobID)}
            >
              ×
            </button>
            {isBusy(job) && <progress max={100} value={job.progress} aria-label="Progress" />}
            {job.status !== "successful" && <p>{job.message}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function isBusy(job: Job): boolean {
  return job.status === "accepted" || job.status === "running";
}
