import OlMap from "ol/Map";
import View from "ol/View";
import LayerGroup from "ol/layer/Group";
import VectorLayer from "ol/layer/Vector";
import { fromLonLat, toLonLat, transformExtent } from "ol/proj";
import VectorSource from "ol/source/Vector";
import { Circle as Dot, Fill, Stroke, Style } from "ol/style";

/** What React does not own: the OpenLayers map, its rasters, and its two vector sources. */
export interface Scene {
  map: OlMap;
  rasters: LayerGroup;
  area: VectorSource;
  marker: VectorSource;
}

export const PADDING = [40, 40, 40, 40];

/** Where a view begins that nobody asked to be elsewhere: Zimbabwe, in degrees. */
export const HOME: [number, number, number, number] = [25.2, -22.5, 33.1, -15.6];

/** Pixels at the bottom that a phone's sheet covers at its middle stop: the middle of the map is above them. */
function covered(): number {
  return matchMedia("(max-width: 48rem)").matches ? window.innerHeight * 0.5 : 0;
}

export function createScene(target: HTMLElement): Scene {
  const area = new VectorSource();
  const marker = new VectorSource();
  const rasters = new LayerGroup();
  const map = new OlMap({
    target,
    layers: [
      rasters,
      new VectorLayer({
        source: area,
        style: new Style({
          stroke: new Stroke({ color: "#111", width: 2, lineDash: [6, 4] }),
          // A fill that can't be seen can be taken hold of.
          fill: new Fill({ color: "#ffffff01" }),
        }),
      }),
      new VectorLayer({
        source: marker,
        style: new Style({
          image: new Dot({
            radius: 6,
            stroke: new Stroke({ color: "#111", width: 2 }),
            fill: new Fill({ color: "#ffffffcc" }),
          }),
        }),
      }),
    ],
    view: new View({ maxZoom: 20, padding: [0, 0, covered(), 0] }),
  });
  map.getView().fit(transformExtent(HOME, "EPSG:4326", "EPSG:3857"));
  // Where one is can be seen a moment later than what one asked for.
  void import("./background").then(({ surround }) => surround(map));
  return { map, rasters, area, marker };
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
