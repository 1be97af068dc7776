import type Feature from "ol/Feature";
import GeoJSON from "ol/format/GeoJSON";
import GPX from "ol/format/GPX";
import KML from "ol/format/KML";
import { LineString, MultiLineString, MultiPolygon, Point, Polygon, type Geometry } from "ol/geom";
import type { Aoi, Polygonal } from "../api";
import { t } from "../text";

/** An area of a file, and how the file calls it. */
export interface Area {
  name: string;
  aoi: Aoi;
}

const MAX_BYTES = 32 * 1024 * 1024;
const POINT_RADIUS_M = 500;
const NAMES = ["name", "title", "label", "ward", "wardname", "adm3_en", "adm2_en", "adm1_en", "id"];
const DIGITS = 6;

/**
 * The areas of a file: GeoJSON, KML, GPX, GeoPackage or a zipped shapefile, in degrees. A line whose ends are walked
 * around a field is its outline; a point is a circle around it.
 */
export async function read(file: File): Promise<Area[]> {
  if (file.size > MAX_BYTES) {
    throw new Error(t("file.tooLarge", { name: file.name }));
  }
  let list: Feature[];
  try {
    list = await featuresOf(file);
  } catch (e) {
    throw new Error(t("file.unreadable", { name: file.name, why: (e as Error).message }));
  }
  const areas = list
    .map((feature, i) => ({ name: nameOf(feature, i), aoi: aoiOf(feature.getGeometry()) }))
    .filter((area): area is Area => area.aoi !== undefined);
  if (areas.length === 0) {
    throw new Error(t("file.empty", { name: file.name }));
  }
  return areas;
}

async function featuresOf(file: File): Promise<Feature[]> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const begin = new TextDecoder("latin1").decode(bytes.subarray(0, 2000));
  const degrees = { featureProjection: "EPSG:4326" };
  if (begin.startsWith("SQLite format 3")) {
    return (await import("./geopackage")).features(bytes);
  }
  if (begin.startsWith("PK")) {
    const { parseZip } = await import("shpjs");
    const layers = [await parseZip(bytes.buffer as ArrayBuffer)].flat();
    return layers.flatMap((layer) => new GeoJSON().readFeatures(layer, degrees) as Feature[]);
  }
  const text = new TextDecoder().decode(bytes);
  if (/<gpx[\s>]/.test(begin)) {
    return new GPX().readFeatures(text, degrees) as Feature[];
  }
  if (/<kml[\s>]/.test(begin)) {
    return new KML({ extractStyles: false }).readFeatures(text, degrees) as Feature[];
  }
  if (/^\s*\{/.test(text)) {
    return new GeoJSON().readFeatures(JSON.parse(text), degrees) as Feature[];
  }
  throw new Error(t("file.formats"));
}

function nameOf(feature: Feature, index: number): string {
  const properties = feature.getProperties() as Record<string, unknown>;
  for (const wanted of NAMES) {
    const key = Object.keys(properties).find((each) => each.toLowerCase() === wanted);
    if (
      key &&
      properties[key] !== null &&
      properties[key] !== undefined &&
      properties[key] !== ""
    ) {
      return String(properties[key]);
    }
  }
  return t("file.area", { number: index + 1 });
}

function aoiOf(geometry: Geometry | undefined): Aoi | undefined {
  if (geometry instanceof Polygon) {
    return { type: "Polygon", coordinates: geometry.getCoordinates().map(ring) };
  }
  if (geometry instanceof MultiPolygon) {
    const parts = geometry.getCoordinates().map((rings) => rings.map(ring));
    return parts.length === 1
      ? { type: "Polygon", coordinates: parts[0]! }
      : { type: "MultiPolygon", coordinates: parts };
  }
  if (geometry instanceof LineString || geometry instanceof MultiLineString) {
    const lines =
      geometry instanceof LineString ? [geometry.getCoordinates()] : geometry.getCoordinates();
    const rings = lines.filter((line) => line.length > 2).map(ring);
    return rings.length > 0
      ? together(rings.map((one) => ({ type: "Polygon", coordinates: [one] })))
      : undefined;
  }
  if (geometry instanceof Point) {
    const [lon, lat] = position(geometry.getCoordinates());
    return [lon, lat, POINT_RADIUS_M];
  }
  return undefined;
}

/** Polygons as one area. */
export function together(parts: Polygonal[]): Polygonal {
  const all = parts.flatMap((part) =>
    part.type === "Polygon" ? [part.coordinates] : part.coordinates,
  );
  return all.length === 1
    ? { type: "Polygon", coordinates: all[0]! }
    : { type: "MultiPolygon", coordinates: all };
}

function position(point: number[]): [number, number] {
  const [lon = NaN, lat = NaN] = point;
  if (!(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 180)) {
    throw new Error(t("file.notDegrees"));
  }
  return [Number(lon.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))];
}

/** A ring whose end is its beginning, in two dimensions. */
function ring(points: number[][]): number[][] {
  const flat = points.map(position);
  const [first, last] = [flat[0]!, flat.at(-1)!];
  return first[0] === last[0] && first[1] === last[1] ? flat : [...flat, first];
}
