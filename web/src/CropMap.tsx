import { useEffect, useRef, useState } from "react";
import Feature from "ol/Feature";
import OlMap from "ol/Map";
import View from "ol/View";
import { ScaleLine, defaults as controls } from "ol/control";
import { Point } from "ol/geom";
import Graticule from "ol/layer/Graticule";
import TileLayer from "ol/layer/Tile";
import VectorLayer from "ol/layer/Vector";
import { fromLonLat, toLonLat, transformExtent } from "ol/proj";
import VectorSource from "ol/source/Vector";
import XYZ from "ol/source/XYZ";
import { Circle as Dot, Fill, Stroke, Style } from "ol/style";
import * as api from "./api";
import { drawInteraction, geometryOf, type Drawing } from "./draw";

/** A clicked position in degrees and what the map says there. */
export interface Clicked {
  lonLat: [number, number];
  point: api.PointValues;
}

interface Props {
  job: string | undefined;
  /** A job that has begun to classify: its finished blocks are shown, anew with each step. */
  running: { job: string; step: number } | undefined;
  raster: string;
  opacity: number;
  aoi: api.Aoi | undefined;
  /** Whether the map goes to the area: not to one that was drawn on it. */
  showAoi: boolean;
  drawing: Drawing | undefined;
  clicked: Clicked | undefined;
  onDrawn: (aoi: api.Aoi) => void;
  onClick: (clicked: Clicked | undefined) => void;
}

const PADDING = [40, 40, 40, 40];
const ZIMBABWE: [number, number, number, number] = [25.2, -22.5, 33.1, -15.6];

/** What React does not own: the OpenLayers map and its two vector sources. */
interface Scene {
  map: OlMap;
  crops: TileLayer<XYZ>;
  growing: TileLayer<XYZ>;
  area: VectorSource;
  marker: VectorSource;
}

/** The map: the chosen layer over a graticule, so that it needs no map from elsewhere. */
export function CropMap(props: Props) {
  const { job, running, raster, opacity, aoi, showAoi, drawing, clicked, onDrawn, onClick } = props;
  const element = useRef<HTMLDivElement>(null);
  const [scene, setScene] = useState<Scene>();

  useEffect(() => {
    const created = createScene(element.current!);
    setScene(created);
    return () => created.map.setTarget(undefined);
  }, []);

  useEffect(() => {
    if (!scene || !job) {
      scene?.crops.setSource(null);
      return;
    }
    const layer = raster === "crop_type" ? job : `${job}:${raster}`;
    let current = true;
    void api.tileJson(layer).then((tileJson) => {
      if (current) {
        scene.crops.setSource(tileSource(layer, tileJson));
      }
    });
    return () => {
      current = false;
    };
  }, [scene, job, raster]);

  const growing = running?.job;
  const step = running?.step ?? 0;
  useEffect(() => {
    if (!scene || !growing) {
      scene?.growing.setSource(null);
      return;
    }
    const source = scene.growing.getSource() ?? new XYZ({ interpolate: false, transition: 0 });
    // Each step has addresses of its own, or the browser would show the tiles that it has.
    source.setUrl(`${api.tiles(growing, 1)}?step=${step}`);
    scene.growing.setSource(source);
  }, [scene, growing, step]);

  useEffect(() => {
    if (!scene || !job) {
      return;
    }
    let current = true;
    void api.tileJson(job).then(({ bounds }) => {
      if (current) {
        const extent = transformExtent(bounds, "EPSG:4326", "EPSG:3857");
        scene.map.getView().fit(extent, { padding: PADDING });
      }
    });
    return () => {
      current = false;
    };
  }, [scene, job]);

  useEffect(() => scene?.crops.setOpacity(opacity), [scene, opacity]);

  useEffect(() => {
    scene?.area.clear();
    const geometry = aoi && geometryOf(aoi);
    if (scene && geometry) {
      scene.area.addFeature(new Feature(geometry));
      if (showAoi) {
        scene.map.getView().fit(geometry.getExtent(), { padding: PADDING, maxZoom: 15 });
      }
    }
  }, [scene, aoi, showAoi]);

  useEffect(() => {
    scene?.marker.clear();
    if (clicked) {
      scene?.marker.addFeature(new Feature(new Point(fromLonLat(clicked.lonLat))));
    }
  }, [scene, clicked]);

  useEffect(() => {
    if (!scene || !drawing) {
      return;
    }
    const interaction = drawInteraction(drawing, onDrawn);
    scene.map.addInteraction(interaction);
    return () => {
      scene.map.removeInteraction(interaction);
    };
  }, [scene, drawing, onDrawn]);

  useEffect(() => {
    if (!scene || !job || drawing) {
      return;
    }
    const listener = async ({ coordinate }: { coordinate: number[] }) => {
      const [lon = 0, lat = 0] = toLonLat(coordinate);
      onClick({ lonLat: [lon, lat], point: await api.point(job, lon, lat) });
    };
    scene.map.on("singleclick", listener);
    return () => scene.map.un("singleclick", listener);
  }, [scene, job, drawing, onClick]);

  return <div ref={element} className="map" data-drawing={drawing} aria-label="Crop map" />;
}

function tileSource(layer: string, { bounds, maxzoom }: api.TileJson): XYZ {
  const scale = window.devicePixelRatio > 1 ? 2 : 1;
  const source = new XYZ({
    url: api.tiles(layer, scale),
    tilePixelRatio: scale,
    maxZoom: maxzoom,
    interpolate: false,
    transition: 0,
  });
  const extent = transformExtent(bounds, "EPSG:4326", "EPSG:3857");
  const grid = source.getTileGrid()!;
  const url = source.getTileUrlFunction();
  // Tiles beside the map are not asked for.
  source.setTileUrlFunction((coord, ratio, projection) => {
    const [west = 0, south = 0, east = 0, north = 0] = grid.getTileCoordExtent(coord);
    const beside =
      east < extent[0]! || west > extent[2]! || north < extent[1]! || south > extent[3]!;
    return beside ? undefined : url(coord, ratio, projection);
  });
  return source;
}

function createScene(target: HTMLElement): Scene {
  const area = new VectorSource();
  const marker = new VectorSource();
  const crops = new TileLayer<XYZ>();
  const growing = new TileLayer<XYZ>();
  const map = new OlMap({
    target,
    controls: controls().extend([new ScaleLine()]),
    layers: [
      new Graticule({
        showLabels: true,
        wrapX: false,
        strokeStyle: new Stroke({ color: "#cfd6cf", width: 1 }),
      }),
      crops,
      growing,
      new VectorLayer({
        source: area,
        style: new Style({ stroke: new Stroke({ color: "#111", width: 2, lineDash: [6, 4] }) }),
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
    view: new View({ maxZoom: 20 }),
  });
  map.getView().fit(transformExtent(ZIMBABWE, "EPSG:4326", "EPSG:3857"));
  return { map, crops, growing, area, marker };
}
