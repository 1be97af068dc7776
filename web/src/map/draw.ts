import type Feature from "ol/Feature";
import OlMap from "ol/Map";
import Overlay from "ol/Overlay";
import type { Geometry } from "ol/geom";
import Draw, { createBox, type Options } from "ol/interaction/Draw";
import Modify from "ol/interaction/Modify";
import Translate from "ol/interaction/Translate";
import type VectorSource from "ol/source/Vector";
import type { Aoi } from "../api";
import { number, t } from "../text";
import { aoiOf, hectares, movedCircle } from "./geometry";
import type { Drawing, Shape } from "./shapes";

const HA_PER_KM2 = 100;

/** A drawing that goes on: corners by click, or at the middle of the map. */
export interface Pencil {
  /** Puts a corner at the cross in the middle of the map. */
  corner: () => void;
  undo: () => void;
  finish: () => void;
  stop: () => void;
}

/** Drawing of a shape, whose end gives an AOI in degrees; its size stands at the cursor, and whether that is too large. */
export function draw(
  map: OlMap,
  drawing: Drawing,
  limit: number,
  onDrawn: (aoi: Aoi) => void,
): Pencil {
  return drawing === "Ward" ? choose(map, onDrawn) : sketch(map, drawing, limit, onDrawn);
}

/** The ward that is clicked, or at the cross in the middle of the map. */
function choose(map: OlMap, onDrawn: (aoi: Aoi) => void): Pencil {
  const take = (pixel: number[] | null) => {
    const ward = pixel && map.getFeaturesAtPixel(pixel).find((each) => each.get("kind") === "ward");
    if (ward) {
      const aoi = aoiOf(ward.getGeometry() as Geometry);
      setTimeout(() => onDrawn(aoi));
    }
  };
  const clicked = ({ pixel }: { pixel: number[] }) => take(pixel);
  map.on("click", clicked);
  return {
    corner: () => undefined,
    undo: () => undefined,
    finish: () => take(map.getPixelFromCoordinate(map.getView().getCenter()!)),
    stop: () => map.un("click", clicked),
  };
}

function sketch(map: OlMap, shape: Shape, limit: number, onDrawn: (aoi: Aoi) => void): Pencil {
  const options: Options =
    shape === "Rectangle" ? { type: "Circle", geometryFunction: createBox() } : { type: shape };
  // Press, drag, release: what everybody tries first.
  options.freehand = shape !== "Polygon";
  const pen = new Draw({ ...options, stopClick: true });
  const size = sizeAtCursor(map, limit);
  pen.on("drawstart", ({ feature }) => size.follow(feature));
  pen.on("drawabort", size.hide);
  pen.on("drawend", ({ feature }) => {
    size.hide();
    const aoi = aoiOf(feature.getGeometry()!);
    // After the click that ended the drawing was dealt with.
    setTimeout(() => onDrawn(aoi));
  });
  map.addInteraction(pen);
  return {
    corner: () => {
      if (shape === "Polygon") {
        pen.appendCoordinates([map.getView().getCenter()!]);
      }
    },
    undo: () => pen.removeLastPoint(),
    finish: () => pen.finishDrawing(),
    stop: () => {
      size.hide();
      size.remove();
      map.removeInteraction(pen);
    },
  };
}

/** Corners are dragged, the area is moved as a whole; each change gives the AOI anew. */
export function edit(
  map: OlMap,
  source: VectorSource,
  aoi: Aoi,
  limit: number,
  onDrawn: (aoi: Aoi) => void,
): () => void {
  const move = new Translate({ filter: (feature) => source.hasFeature(feature as Feature) });
  const modify = new Modify({ source });
  const size = sizeAtCursor(map, limit);
  const changed = () => {
    size.hide();
    const geometry = source.getFeatures()[0]?.getGeometry();
    if (geometry) {
      onDrawn(Array.isArray(aoi) ? movedCircle(aoi, geometry) : aoiOf(geometry));
    }
  };
  move.on("translateend", changed);
  map.addInteraction(move);
  if (!Array.isArray(aoi)) {
    modify.on("modifystart", ({ features }) => size.follow(features.item(0)));
    modify.on("modifyend", changed);
    map.addInteraction(modify);
  }
  return () => {
    size.hide();
    size.remove();
    map.removeInteraction(move);
    map.removeInteraction(modify);
  };
}

function sizeAtCursor(map: OlMap, limit: number) {
  const element = document.createElement("output");
  element.className = "size";
  const overlay = new Overlay({ element, offset: [14, 14], stopEvent: false });
  map.addOverlay(overlay);
  const at = ({ coordinate }: { coordinate: number[] }) => overlay.setPosition(coordinate);
  let followed: Feature | undefined;
  const tell = () => {
    const km2 = hectares(followed!.getGeometry()!) / HA_PER_KM2;
    element.textContent =
      km2 > limit
        ? t("area.tooLarge", { ha: number(km2 * HA_PER_KM2), limit: number(limit) })
        : t("area.size", { ha: number(km2 * HA_PER_KM2, km2 < 1 ? 1 : 0) });
    element.classList.toggle("over-limit", km2 > limit);
  };
  return {
    follow: (feature: Feature | undefined) => {
      followed = feature;
      feature?.on("change", tell);
      map.on("pointermove", at);
      map.on("pointerdrag" as "pointermove", at);
    },
    hide: () => {
      followed?.un("change", tell);
      map.un("pointermove", at);
      map.un("pointerdrag" as "pointermove", at);
      overlay.setPosition(undefined);
    },
    remove: () => map.removeOverlay(overlay),
  };
}
