import type { Inputs } from "../api";
import { useEstimate } from "../api/queries";

/** What the job would read and take, or why it can't be made: told before anybody presses. */
export function Forecast({ inputs, limit }: { inputs: Inputs | undefined; limit: number }) {
  const { data, error, isFetching } = useEstimate(inputs);
  if (!inputs) {
    return Number.isFinite(limit) ? (
      <p className="quiet">At most {limit.toLocaleString()} km².</p>
    ) : null;
  }
  if (error) {
    return (
      <p role="status" className="warning" aria-label="Estimate">
        {error.message}
      </p>
    );
  }
  return (
    <p role="status" className="quiet" aria-label="Estimate" aria-busy={isFetching}>
      {data
        ? `${Math.round(data.km2 * 100).toLocaleString()} ha, ${data.scenes} scenes${duration(data.seconds)}`
        : "Looking for scenes…"}
    </p>
  );
}

function duration(seconds: number | undefined): string {
  if (seconds === undefined) {
    return "";
  }
  return seconds < 90
    ? `, about ${Math.ceil(seconds)} s`
    : `, about ${Math.round(seconds / 60)} min`;
}
