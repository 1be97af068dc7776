import type { FeatureCollection, Geometry } from "geojson";
import { useQuery } from "@tanstack/react-query";
import { get } from "../api";

/** Kinds of places that the page knows how to draw. */
export const KINDS = ["ward", "road", "river", "village"] as const;

/** A place that the server names: a part of the sample landscape, or of what its operator gave. */
export interface Local {
  kind: (typeof KINDS)[number];
  name: string;
  geometry: Geometry;
}

/** Read once; a server without any is none the worse. */
export const local = {
  queryKey: ["places"],
  queryFn: async (): Promise<Local[]> => {
    const { features } = await get<FeatureCollection>("places");
    return features
      .map(({ geometry, properties }) => ({
        kind: properties?.["kind"] as Local["kind"],
        name: String(properties?.["name"] ?? ""),
        geometry,
      }))
      .filter(({ kind, geometry }) => KINDS.includes(kind) && geometry);
  },
  staleTime: Infinity,
  retry: false,
};

export const useLocal = (enabled = true) => useQuery({ ...local, enabled });

/** The middle of a place's bounds. */
export function middleOf({ geometry }: Local): [number, number] {
  const points = JSON.stringify("coordinates" in geometry ? geometry.coordinates : [])
    .match(/\[-?[\d.e-]+,-?[\d.e-]+/g)!
    .map((point) => point.slice(1).split(",").map(Number) as [number, number]);
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  const middle = (values: number[]) =>
    (values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2;
  return [middle(lons), middle(lats)];
}
