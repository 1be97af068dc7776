import type { Geometry } from "ol/geom";
import { Circle, MultiPolygon, Polygon } from "ol/geom";
import { circular } from "ol/geom/Polygon";
import Draw, { createBox, type Options } from "ol/interaction/Draw";
import { toLonLat } from "ol/proj";
import { getDistance } from "ol/sphere";
import type { Aoi } from "../api";
import type { Drawing } from "./shapes";

const DEGREE_DIGITS = 6;

/** Drawing of a shape, whose end gives an AOI in degrees. */
export function drawInteraction(shape: Drawing, onDrawn: (aoi: Aoi) => void): Draw {
  const options: Options =
    shape === "Rectangle" ? { type: "Circle", geometryFunction: createBox() } : { type: shape };
  // Press, drag, release: what everybody tries first.
  options.freehand = shape !== "Polygon";
  const draw = new Draw({ ...options, stopClick: true });
  draw.on("drawend", ({ feature }) => {
    const aoi = aoiOf(feature.getGeometry()!);
    // After the click that ended the drawing was dealt with.
    setTimeout(() => onDrawn(aoi));
  });
  return draw;
}

/** An AOI as a geometry of the map. */
export function geometryOf(aoi: Aoi): Geometry {
  if (Array.isArray(aoi)) {
    const [lon, lat, radius] = aoi;
    return circular([lon, lat], radius, 64).transform("EPSG:4326", "EPSG:3857");
  }
  if (aoi.type === "MultiPolygon") {
    return new MultiPolygon(aoi.coordinates).transform("EPSG:4326", "EPSG:3857");
  }
  return new Polygon(aoi.coordinates).transform("EPSG:4326", "EPSG:3857");
}

function aoiOf(geometry: Geometry): Aoi {
  if (geometry instanceof Circle) {
    const center = geometry.getCenter();
    const edge = [center[0]! + geometry.getRadius(), center[1]!];
    const [lon, lat] = degrees(center);
    return [lon, lat, Math.max(1, Math.round(getDistance(toLonLat(center), toLonLat(edge))))];
  }
  const rings = (geometry as Polygon).getCoordinates();
  return { type: "Polygon", coordinates: rings.map((ring) => ring.map(degrees)) };
}

function degrees(coordinate: number[]): [number, number] {
  const [lon = 0, lat = 0] = toLonLat(coordinate);
  return [Number(lon.toFixed(DEGREE_DIGITS)), Number(lat.toFixed(DEGREE_DIGITS))];
}
