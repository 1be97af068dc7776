import type { Aoi, Inputs } from "../api";
import { useEstimate } from "../api/queries";
import { number, t } from "../text";

interface Props {
  inputs: (Inputs & { aoi: Aoi }) | undefined;
  limit: number;
}

/** What the job would read and take, or why it can't be made: told before anybody presses. */
export function Forecast({ inputs, limit }: Props) {
  const { data, error, isFetching } = useEstimate(inputs);
  if (!inputs) {
    return Number.isFinite(limit) ? (
      <p className="quiet">{t("estimate.limit", { limit: number(limit) })}</p>
    ) : null;
  }
  if (error) {
    return (
      <p role="status" className="warning" aria-label={t("estimate")}>
        {error.message}
      </p>
    );
  }
  if (data?.scenes === 0) {
    return (
      <p role="status" className="warning" aria-label={t("estimate")}>
        {t("estimate.none")}
      </p>
    );
  }
  return (
    <p role="status" className="quiet" aria-label={t("estimate")} aria-busy={isFetching}>
      {data
        ? `${t("estimate.what", { ha: number(data.km2 * 100), scenes: number(data.scenes) })}${duration(data.seconds)}`
        : t("estimate.looking")}
    </p>
  );
}

function duration(seconds: number | undefined): string {
  if (seconds === undefined) {
    return "";
  }
  return seconds < 90
    ? t("estimate.seconds", { count: number(Math.ceil(seconds)) })
    : t("estimate.minutes", { count: number(Math.round(seconds / 60)) });
}
