import type { Aoi } from "../api";

/** Southern Africa in degrees: where areas are expected. */
const EXPECTED = [11, -36, 41.5, -4] as const;

/** An area whose latitudes and longitudes were given the wrong way round, the right way round; or nothing. */
export function righted(aoi: Aoi): Aoi | undefined {
  const swapped = swap(aoi);
  return !isExpected(aoi) && isExpected(swapped) ? swapped : undefined;
}

function swap(aoi: Aoi): Aoi {
  const turn = (ring: number[][]) => ring.map(([a = 0, b = 0]) => [b, a]);
  if (Array.isArray(aoi)) {
    return [aoi[1], aoi[0], aoi[2]];
  }
  return aoi.type === "Polygon"
    ? { type: "Polygon", coordinates: aoi.coordinates.map(turn) }
    : { type: "MultiPolygon", coordinates: aoi.coordinates.map((rings) => rings.map(turn)) };
}

function isExpected(aoi: Aoi): boolean {
  const points = Array.isArray(aoi)
    ? [[aoi[0], aoi[1]]]
    : aoi.type === "Polygon"
      ? aoi.coordinates.flat()
      : aoi.coordinates.flat(2);
  const [west, south, east, north] = EXPECTED;
  return points.every(
    ([lon = 0, lat = 0]) => lon >= west && lon <= east && lat >= south && lat <= north,
  );
}
