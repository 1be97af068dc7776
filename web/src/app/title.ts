import { useEffect } from "react";
import type { Job } from "../api";
import { isBusy, useTileJson } from "../api/queries";
import { nearest, type Town } from "../search/places";
import { useTowns } from "../search/towns";
import { t, word } from "../text";

/** The tab tells which map it shows: raster, dates, where; and while a job runs, how far it is. */
export function useTitle(layer: string | undefined, raster: string, job: Job | undefined) {
  const { data } = useTileJson(layer);
  const { data: towns } = useTowns(layer !== undefined);
  const busy = isBusy(job) ? `${job!.progress} % ` : "";
  const made = data
    ? `${[word("raster", raster), ...placeOf(data.description, data.bounds, towns)].join(", ")} – GeoCrop`
    : "GeoCrop";
  useEffect(() => {
    document.title = busy + made;
  }, [busy, made]);
}

/** What a map is called in a list: its place and season. */
export function useName(layer: string | undefined): string | undefined {
  const { data } = useTileJson(layer);
  const { data: towns } = useTowns(layer !== undefined);
  return data && placeOf(data.description, data.bounds, towns).reverse().join(", ");
}

/** Season and place. */
export function placeOf(description: string, bounds: number[], towns: Town[] = []): string[] {
  const season = /(\d{4})-\d\d-\d\d to (\d{4})-\d\d-\d\d/.exec(description);
  const years =
    season && (season[1] === season[2] ? season[1] : `${season[1]}/${season[2]!.slice(2)}`);
  const [west = 0, south = 0, east = 0, north = 0] = bounds;
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  const town = nearest(towns, [lon, lat]);
  const where = town
    ? t("near", { town: town[0] })
    : `${degrees(lat, "N", "S")} ${degrees(lon, "E", "W")}`;
  return [years, where].filter((part): part is string => !!part);
}

export function degrees(value: number, plus: string, minus: string, digits = 3): string {
  return `${Math.abs(value).toFixed(digits)}° ${value < 0 ? minus : plus}`;
}
