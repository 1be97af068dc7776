import OlMap from "ol/Map";
import View from "ol/View";
import LayerGroup from "ol/layer/Group";
import { fromLonLat, toLonLat, transformExtent } from "ol/proj";
import type { Marks } from "./marks";

/** What React does not own: the OpenLayers map and its rasters. */
export interface Scene {
  map: OlMap;
  rasters: LayerGroup;
}

export const PADDING = [40, 40, 40, 40];

/** Rasters have the order of their list, and one that grows lies above them: names and marks do above all. */
export const ABOVE_MAPS = 1000;

/** Where a view begins that nobody asked to be elsewhere: Zimbabwe, in degrees. */
export const HOME: [number, number, number, number] = [25.2, -22.5, 33.1, -15.6];

/** Pixels at the bottom that a phone's sheet covers at its middle stop: the middle of the map is above them. */
function covered(): number {
  return matchMedia("(max-width: 48rem)").matches ? window.innerHeight * 0.5 : 0;
}

export function createScene(target: HTMLElement): Scene {
  const rasters = new LayerGroup();
  const map = new OlMap({
    target,
    layers: [rasters],
    view: new View({ maxZoom: 20, padding: [0, 0, covered(), 0] }),
  });
  map.getView().fit(transformExtent(HOME, "EPSG:4326", "EPSG:3857"));
  return { map, rasters };
}

/** What draws shapes is as large as what draws a map: it comes after the map that was asked for. */
export async function surround({ map }: Scene): Promise<void> {
  (await import("./background")).surround(map);
}

export async function mark({ map }: Scene): Promise<Marks> {
  return (await import("./marks")).createMarks(map);
}

/** Longitude, latitude, zoom. */
export function viewOf(map: OlMap): [number, number, number] {
  const [lon = 0, lat = 0] = toLonLat(map.getView().getCenter()!);
  return [
    Number(lon.toFixed(6)),
    Number(lat.toFixed(6)),
    Number(map.getView().getZoom()!.toFixed(2)),
  ];
}

export function lookAt(map: OlMap, [lon = 0, lat = 0, zoom = 0]: number[]) {
  if (viewOf(map).join(",") !== [lon, lat, zoom].join(",")) {
    map.getView().setCenter(fromLonLat([lon, lat]));
    map.getView().setZoom(zoom);
  }
}
