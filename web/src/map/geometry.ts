import { Circle, MultiPolygon, Polygon, type Geometry } from "ol/geom";
import { circular } from "ol/geom/Polygon";
import { toLonLat } from "ol/proj";
import { getArea, getDistance } from "ol/sphere";
import type { Aoi } from "../api";

const DEGREE_DIGITS = 6;
const M2_PER_HA = 10_000;

/** Of a geometry of the map, on the sphere. */
export function hectares(geometry: Geometry): number {
  if (geometry instanceof Circle) {
    const radius = (aoiOf(geometry) as number[])[2]!;
    return (Math.PI * radius * radius) / M2_PER_HA;
  }
  return getArea(geometry) / M2_PER_HA;
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

export function aoiOf(geometry: Geometry): Aoi {
  if (geometry instanceof Circle) {
    const center = geometry.getCenter();
    const edge = [center[0]! + geometry.getRadius(), center[1]!];
    const [lon, lat] = degrees(center);
    return [lon, lat, Math.max(1, Math.round(getDistance(toLonLat(center), toLonLat(edge))))];
  }
  if (geometry instanceof MultiPolygon) {
    const coordinates = geometry
      .getCoordinates()
      .map((rings) => rings.map((ring) => ring.map(degrees)));
    return { type: "MultiPolygon", coordinates };
  }
  const rings = (geometry as Polygon).getCoordinates();
  return { type: "Polygon", coordinates: rings.map((ring) => ring.map(degrees)) };
}

export function movedCircle([, , radius]: [number, number, number], geometry: Geometry): Aoi {
  const [west = 0, south = 0, east = 0, north = 0] = geometry.getExtent();
  return [...degrees([(west + east) / 2, (south + north) / 2]), radius];
}

function degrees(coordinate: number[]): [number, number] {
  const [lon = 0, lat = 0] = toLonLat(coordinate);
  return [Number(lon.toFixed(DEGREE_DIGITS)), Number(lat.toFixed(DEGREE_DIGITS))];
}
