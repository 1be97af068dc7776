import Feature from "ol/Feature";
import GeoJSON from "ol/format/GeoJSON";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { Circle as Dot, Fill, Stroke, Style, Text } from "ol/style";
import { client } from "../api/queries";
import { KINDS, local, type Local } from "../search/local";
import { ABOVE_MAPS } from "./scene";

/** What lies about, with names: wards, roads, the river and villages, above the maps so that these have a place. */
export function localities(isDark: boolean): VectorLayer {
  const source = new VectorSource();
  void client.fetchQuery(local).then(
    (places) => source.addFeatures(places.map(featureOf)),
    // The map is a map without them.
    () => undefined,
  );
  const styles = stylesOf(isDark);
  return new VectorLayer({
    source,
    declutter: true,
    zIndex: ABOVE_MAPS,
    minZoom: 9,
    renderOrder: (a, b) => KINDS.indexOf(a.get("kind")) - KINDS.indexOf(b.get("kind")),
    style: (feature) => {
      const list = styles[feature.get("kind") as Local["kind"]];
      list.at(-1)!.getText()!.setText(feature.get("name"));
      return list;
    },
  });
}

function featureOf({ kind, name, geometry }: Local): Feature {
  const format = new GeoJSON({ featureProjection: "EPSG:3857" });
  return new Feature({ geometry: format.readGeometry(geometry)!, kind, name });
}

/** Each with its text in the last style. */
function stylesOf(isDark: boolean): Record<Local["kind"], Style[]> {
  const [ink, halo, border, road, river] = isDark
    ? ["#e6eee8", "#101713", "#d9c8ff", "#e8dcc4", "#8fc1ff"]
    : ["#1c2a20", "#ffffff", "#4a3a78", "#6b4a1f", "#1d5fa8"];
  const text = (color: string, font: string, more: object = {}) =>
    new Text({
      font: `${font} system-ui, sans-serif`,
      fill: new Fill({ color }),
      stroke: new Stroke({ color: halo, width: 3 }),
      ...more,
    });
  const line = (color: string, width: number, lineDash?: number[]) =>
    new Stroke({ color, width, ...(lineDash && { lineDash }) });
  return {
    ward: [
      new Style({
        stroke: line(border, 1.5, [8, 5]),
        // A fill that can't be seen can be clicked.
        fill: new Fill({ color: "#ffffff01" }),
        text: text(border, "600 13px", { overflow: true }),
      }),
    ],
    road: [
      new Style({ stroke: line(halo, 4) }),
      new Style({ stroke: line(road, 1.5), text: text(road, "11px", { placement: "line" }) }),
    ],
    river: [
      new Style({
        stroke: line(river, 2.5),
        text: text(river, "italic 12px", { placement: "line" }),
      }),
    ],
    village: [
      new Style({
        image: new Dot({ radius: 3, fill: new Fill({ color: ink }), stroke: line(halo, 1) }),
        text: text(ink, "12px", { offsetY: -11 }),
      }),
    ],
  };
}
