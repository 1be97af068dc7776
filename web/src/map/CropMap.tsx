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
import * as api from "../api";
import { usePoint, useTileJson } from "../api/queries";
import { countries } from "./background";
import { drawInteraction, geometryOf } from "./draw";
import type { Drawing } from "./shapes";

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
  /** Query that hides classes and unsure pixels. */
  filter: string;
  /** Longitude, latitude, zoom; without one, the map goes to its job. */
  view: [number, number, number] | undefined;
  pixel: [number, number] | undefined;
  aoi: api.Aoi | undefined;
  /** Whether the map goes to the area: not to one that was drawn on it. */
  showAoi: boolean;
  drawing: Drawing | undefined;
  onView: (view: [number, number, number]) => void;
  onDrawn: (aoi: api.Aoi) => void;
  onCancel: () => void;
  onPixel: (pixel: [number, number]) => void;
  onClicked: (clicked: Clicked | undefined) => void;
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
  const { job, running, raster, opacity, filter, view, pixel, aoi, showAoi, drawing } = props;
  const calls = useRef(props);
  useEffect(() => {
    calls.current = props;
  });
  const element = useRef<HTMLDivElement>(null);
  const [scene, setScene] = useState<Scene>();

  useEffect(() => {
    const created = createScene(element.current!);
    setScene(created);
    return () => created.map.setTarget(undefined);
  }, []);

  const layer = job && api.layerOf(job, raster);
  const { data: tileJson, error } = useTileJson(layer);
  useEffect(() => {
    // What is not the chosen layer is never shown in its place.
    scene?.crops.setSource(layer && tileJson ? tileSource(layer, tileJson, filter) : null);
  }, [scene, layer, tileJson, filter]);

  const growing = running?.job;
  const step = running?.step ?? 0;
  useEffect(() => {
    if (!scene || !growing) {
      scene?.growing.setSource(null);
      return;
    }
    const source = scene.growing.getSource() ?? new XYZ({ interpolate: false, transition: 0 });
    // Each step has addresses of its own, or the browser would show the tiles that it has.
    source.setUrl(`${api.tiles(growing, 1, "")}?step=${step}`);
    scene.growing.setSource(source);
  }, [scene, growing, step]);

  const at = view?.join(",");
  const bounds = tileJson?.bounds.join(",");
  // Whether the view has gone where the address or the map leads.
  const isPlaced = useRef(false);
  useEffect(() => {
    isPlaced.current = Boolean(at ?? bounds);
    if (scene && at) {
      lookAt(scene.map, at.split(",").map(Number));
    } else if (scene && bounds) {
      const extent = transformExtent(bounds.split(",").map(Number), "EPSG:4326", "EPSG:3857");
      scene.map.getView().fit(extent, { padding: PADDING });
    }
  }, [scene, at, bounds]);

  useEffect(() => {
    if (!scene) {
      return;
    }
    const moved = () => {
      // A view of nothing yet, or of the map before, is nobody's wish.
      if (isPlaced.current || calls.current.aoi) {
        calls.current.onView(viewOf(scene.map));
      }
    };
    scene.map.on("moveend", moved);
    return () => scene.map.un("moveend", moved);
  }, [scene]);

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

  const { data: point } = usePoint(job ?? "", job ? pixel : undefined);
  const pixelAt = pixel?.join(",");
  useEffect(() => {
    scene?.marker.clear();
    const lonLat = pixelAt?.split(",").map(Number) as [number, number] | undefined;
    if (lonLat) {
      scene?.marker.addFeature(new Feature(new Point(fromLonLat(lonLat))));
    }
    calls.current.onClicked(lonLat && point ? { lonLat, point } : undefined);
  }, [scene, pixelAt, point]);

  useEffect(() => {
    if (!scene || !drawing) {
      return;
    }
    const interaction = drawInteraction(drawing, (area) => calls.current.onDrawn(area));
    const escape = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        calls.current.onCancel();
      }
    };
    scene.map.addInteraction(interaction);
    window.addEventListener("keydown", escape);
    return () => {
      scene.map.removeInteraction(interaction);
      window.removeEventListener("keydown", escape);
    };
  }, [scene, drawing]);

  useEffect(() => {
    if (!scene || !job || drawing) {
      return;
    }
    const ask = (coordinate: number[]) => {
      const [lon = 0, lat = 0] = toLonLat(coordinate);
      calls.current.onPixel([Number(lon.toFixed(6)), Number(lat.toFixed(6))]);
    };
    const clicked = ({ coordinate }: { coordinate: number[] }) => ask(coordinate);
    // Arrows move the map under the crosshair in its middle; Enter asks what is there.
    const enter = (event: KeyboardEvent) => {
      if (event.key === "Enter") {
        ask(scene.map.getView().getCenter()!);
      }
    };
    const target = scene.map.getTargetElement()!;
    scene.map.on("singleclick", clicked);
    target.addEventListener("keydown", enter);
    return () => {
      scene.map.un("singleclick", clicked);
      target.removeEventListener("keydown", enter);
    };
  }, [scene, job, drawing]);

  return (
    <>
      <div
        ref={element}
        className="map"
        data-drawing={drawing}
        role="application"
        aria-label="Crop map"
        tabIndex={0}
      />
      {error && !(error instanceof api.Problem && error.unreachable) && (
        <p role="alert" className="error over">
          {error.message}
        </p>
      )}
    </>
  );
}

function viewOf(map: OlMap): [number, number, number] {
  const [lon = 0, lat = 0] = toLonLat(map.getView().getCenter()!);
  return [
    Number(lon.toFixed(6)),
    Number(lat.toFixed(6)),
    Number(map.getView().getZoom()!.toFixed(2)),
  ];
}

function lookAt(map: OlMap, [lon = 0, lat = 0, zoom = 0]: number[]) {
  if (viewOf(map).join(",") !== [lon, lat, zoom].join(",")) {
    map.getView().setCenter(fromLonLat([lon, lat]));
    map.getView().setZoom(zoom);
  }
}

function tileSource(layer: string, { bounds, maxzoom }: api.TileJson, filter: string): XYZ {
  const scale = window.devicePixelRatio > 1 ? 2 : 1;
  const source = new XYZ({
    url: api.tiles(layer, scale, filter),
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
      countries(),
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
