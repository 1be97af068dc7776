import GeoJSON from "ol/format/GeoJSON";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { Fill, Stroke, Style, Text } from "ol/style";
import atlas from "world-atlas/countries-50m.json?url";

/** Countries with their names (Natural Earth), served by the page's own server: where one is, without internet. */
export function countries(): VectorLayer {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const [land, line, ink] = dark
    ? ["#1b241e", "#44554a", "#a9b8ad"]
    : ["#f6f5ef", "#b9c2b8", "#5b6b5f"];
  const source = new VectorSource();
  void load(source);
  return new VectorLayer({
    source,
    declutter: true,
    style: (feature) =>
      new Style({
        fill: new Fill({ color: land }),
        stroke: new Stroke({ color: line, width: 1 }),
        text: new Text({
          text: String(feature.get("name") ?? ""),
          font: "13px system-ui, sans-serif",
          fill: new Fill({ color: ink }),
        }),
      }),
  });
}

async function load(source: VectorSource) {
  try {
    const [{ feature }, topology] = await Promise.all([
      import("topojson-client"),
      fetch(atlas).then((response) => response.json()),
    ]);
    const shapes = feature(topology, topology.objects.countries);
    source.addFeatures(new GeoJSON().readFeatures(shapes, { featureProjection: "EPSG:3857" }));
  } catch {
    // The graticule stays: a map without a background is a map still.
  }
}
