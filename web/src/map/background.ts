import type { FeatureCollection, MultiPolygon as GeoMultiPolygon } from "geojson";
import Feature from "ol/Feature";
import { MultiPolygon, Point, Polygon } from "ol/geom";
import { ScaleLine } from "ol/control";
import Graticule from "ol/layer/Graticule";
import VectorLayer from "ol/layer/Vector";
import type OlMap from "ol/Map";
import { fromLonLat } from "ol/proj";
import VectorSource from "ol/source/Vector";
import { Circle as Dot, Fill, Stroke, Style, Text } from "ol/style";
import atlas from "world-atlas/countries-50m.json?url";
import file from "virtual:places";
import type { Town } from "../search/places";
import { localities } from "./localities";
import { ABOVE_MAPS } from "./scene";

const COUNTRY_ZOOM = 9;
/** How many of the largest towns have a name at a zoom: twice as many with each level. */
const TOWNS_AT_ZOOM_5 = 120;

/** What lies around the map that is shown: below it countries and a graticule, above it towns; and a scale. */
export function surround(map: OlMap): void {
  const graticule = new Graticule({
    showLabels: true,
    wrapX: false,
    zIndex: ABOVE_MAPS - 1,
    // Labels within the picture, away from its corners.
    lonLabelPosition: 0.06,
    latLabelPosition: 0.96,
    strokeStyle: new Stroke({ color: "#cfd6cf80", width: 1 }),
  });
  map.getLayers().insertAt(0, countries());
  map.getLayers().insertAt(1, graticule);
  map.getLayers().insertAt(3, localities(isDark()));
  map.getLayers().insertAt(4, towns());
  map.addControl(new ScaleLine());
}

const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

/** Countries with their names (Natural Earth), served by the page's own server: where one is, without internet. */
function countries(): VectorLayer {
  const [land, line, ink] = isDark()
    ? ["#1b241e", "#44554a", "#a9b8ad"]
    : ["#f6f5ef", "#b9c2b8", "#5b6b5f"];
  const source = new VectorSource();
  void load(source, async () => {
    const [{ feature }, topology] = await Promise.all([
      import("topojson-client"),
      fetch(atlas).then((response) => response.json()),
    ]);
    const { features } = feature(
      topology,
      topology.objects.countries,
    ) as unknown as FeatureCollection;
    return features.map(({ geometry, properties }) => {
      const shape =
        geometry.type === "Polygon"
          ? new Polygon(geometry.coordinates)
          : new MultiPolygon((geometry as GeoMultiPolygon).coordinates.filter(isOnOneSide));
      shape.transform("EPSG:4326", "EPSG:3857");
      return new Feature({ geometry: shape, name: properties?.name });
    });
  });
  return new VectorLayer({
    source,
    declutter: true,
    style: (feature, resolution) =>
      new Style({
        fill: new Fill({ color: land }),
        stroke: new Stroke({ color: line, width: 1 }),
        ...(zoomOf(resolution) < COUNTRY_ZOOM && {
          text: new Text({
            text: String(feature.get("name") ?? ""),
            font: "13px system-ui, sans-serif",
            fill: new Fill({ color: ink }),
          }),
        }),
      }),
  });
}

/** Towns with their names, the largest first; above the map that is shown, so that it has a place. */
function towns(): VectorLayer {
  const [ink, halo] = isDark() ? ["#e6eee8", "#101713"] : ["#1c2a20", "#ffffff"];
  const source = new VectorSource();
  void load(source, async () => {
    const list = (await (await fetch(file)).json()) as Town[];
    return list.map(([name, , lon, lat], rank) => {
      const town = new Feature(new Point(fromLonLat([lon, lat])));
      town.setProperties({ name, rank });
      return town;
    });
  });
  return new VectorLayer({
    source,
    declutter: true,
    zIndex: ABOVE_MAPS,
    minZoom: 5,
    renderOrder: (a, b) => a.get("rank") - b.get("rank"),
    style: (feature, resolution) =>
      feature.get("rank") > TOWNS_AT_ZOOM_5 * 2 ** (zoomOf(resolution) - 5)
        ? []
        : new Style({
            image: new Dot({
              radius: 2.5,
              fill: new Fill({ color: ink }),
              stroke: new Stroke({ color: halo, width: 1 }),
            }),
            text: new Text({
              text: feature.get("name"),
              font: "12px system-ui, sans-serif",
              offsetY: -10,
              fill: new Fill({ color: ink }),
              stroke: new Stroke({ color: halo, width: 3 }),
            }),
          }),
  });
}

/** Parts that cross the date line would be drawn once around the world. */
function isOnOneSide(rings: number[][][]): boolean {
  const lons = rings[0]!.map(([lon = 0]) => lon);
  return Math.max(...lons) - Math.min(...lons) < 180;
}

const zoomOf = (resolution: number) => Math.log2(156_543.03 / resolution);

async function load(source: VectorSource, read: () => Promise<Feature[]>) {
  try {
    source.addFeatures(await read());
  } catch {
    // The graticule stays: a map without a background is a map still.
  }
}
