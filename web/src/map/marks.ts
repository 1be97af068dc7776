import Feature from "ol/Feature";
import type OlMap from "ol/Map";
import { Point } from "ol/geom";
import VectorLayer from "ol/layer/Vector";
import { fromLonLat } from "ol/proj";
import VectorSource from "ol/source/Vector";
import { Circle as Dot, Fill, Stroke, Style } from "ol/style";
import type { Aoi } from "../api";
import { geometryOf } from "./geometry";
import { ABOVE_MAPS, PADDING } from "./scene";

/** What stands on the map: the area of a request, and the pixel that was asked. */
export interface Marks {
  area: VectorSource;
  showArea: (aoi: Aoi | undefined, goThere: boolean) => void;
  showPixel: (lonLat: [number, number] | undefined) => void;
}

export function createMarks(map: OlMap): Marks {
  const area = new VectorSource();
  const marker = new VectorSource();
  map.addLayer(
    new VectorLayer({
      source: area,
      zIndex: ABOVE_MAPS + 1,
      style: new Style({
        stroke: new Stroke({ color: "#111", width: 2, lineDash: [6, 4] }),
        // A fill that can't be seen can be taken hold of.
        fill: new Fill({ color: "#ffffff01" }),
      }),
    }),
  );
  map.addLayer(
    new VectorLayer({
      source: marker,
      zIndex: ABOVE_MAPS + 1,
      style: new Style({
        image: new Dot({
          radius: 6,
          stroke: new Stroke({ color: "#111", width: 2 }),
          fill: new Fill({ color: "#ffffffcc" }),
        }),
      }),
    }),
  );
  return {
    area,
    showArea: (aoi, goThere) => {
      area.clear();
      const geometry = aoi && geometryOf(aoi);
      if (geometry) {
        area.addFeature(new Feature(geometry));
        if (goThere) {
          map.getView().fit(geometry.getExtent(), { padding: PADDING, maxZoom: 15 });
        }
      }
    },
    showPixel: (lonLat) => {
      marker.clear();
      if (lonLat) {
        marker.addFeature(new Feature(new Point(fromLonLat(lonLat))));
      }
    },
  };
}
