import { useEffect } from "react";
import { useTileJson } from "../api/queries";

/** The tab tells which map it shows: raster, dates, where. */
export function useTitle(layer: string | undefined, raster: string) {
  const { data } = useTileJson(layer);
  useEffect(() => {
    document.title = data
      ? `${titleOf(raster, data.description, data.bounds)} – GeoCrop`
      : "GeoCrop";
  }, [data, raster]);
}

export function titleOf(raster: string, description: string, bounds: number[]): string {
  const name = raster.replaceAll("_", " ");
  const season = /(\d{4})-\d\d-\d\d to (\d{4})-\d\d-\d\d/.exec(description);
  const years = season ? `${season[1]}/${season[2]!.slice(2)}` : "";
  const [west = 0, south = 0, east = 0, north = 0] = bounds;
  const where = `${degrees((south + north) / 2, "N", "S")} ${degrees((west + east) / 2, "E", "W")}`;
  return [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, years, where]
    .filter(Boolean)
    .join(", ");
}

function degrees(value: number, plus: string, minus: string): string {
  return `${Math.abs(value).toFixed(3)}° ${value < 0 ? minus : plus}`;
}
