import { useEffect, useRef, useState } from "react";
import { toLonLat, transformExtent } from "ol/proj";
import * as api from "../api";
import { usePoint, useTileJsons } from "../api/queries";
import { t } from "../text";
import type { Pencil } from "./draw";
import type { Marks } from "./marks";
import { useGrowing, useRasters } from "./rasters";
import { createScene, lookAt, mark, PADDING, surround, viewOf, type Scene } from "./scene";
import type { Drawing } from "./shapes";

/** A clicked position in degrees and what the map says there. */
export interface Clicked {
  lonLat: [number, number];
  point: api.PointValues;
}

interface Props {
  /** Layers of the server, the lowest first. */
  layers: { layer: string; opacity: number; filter: string }[];
  /** The layer that is asked what is at a position: it tells all rasters of its result. */
  probe: string | undefined;
  /** A job that has begun to classify: its finished blocks are shown, anew with each step. */
  running: { job: string; step: number } | undefined;
  /** Whether there is no map to wait for. */
  empty: boolean;
  /** Longitude, latitude, zoom; without one, the map goes to its job. */
  view: [number, number, number] | undefined;
  pixel: [number, number] | undefined;
  aoi: api.Aoi | undefined;
  /** Whether the map goes to the area: not to one that was drawn on it. */
  showAoi: boolean;
  drawing: Drawing | undefined;
  editing: boolean;
  /** Square kilometres. */
  limit: number;
  onView: (view: [number, number, number]) => void;
  onDrawn: (aoi: api.Aoi) => void;
  onCancel: () => void;
  onPixel: (pixel: [number, number]) => void;
  onClicked: (clicked: Clicked | undefined) => void;
}

/** The map: the chosen layers over a background that the page's own server serves. */
export function CropMap(props: Props) {
  const { layers, probe, running, view, pixel, aoi, showAoi, drawing, editing, limit } = props;
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

  const tileJsons = useTileJsons(layers.map(({ layer }) => layer));
  useRasters(
    scene,
    layers.map((each, i) => ({ ...each, tileJson: tileJsons[i]?.data })),
  );
  useGrowing(scene, running?.job, running?.step ?? 0);

  const at = view?.join(",");
  const bounds = tileJsons[0]?.data?.bounds.join(",");
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

  const { data: point } = usePoint(probe ?? "", probe ? pixel : undefined);
  const pixelAt = pixel?.join(",");
  const marks = useMarks(scene, props.empty, aoi !== undefined || pixelAt !== undefined);
  useEffect(() => marks?.showArea(aoi, showAoi), [marks, aoi, showAoi]);
  useEffect(() => {
    const lonLat = pixelAt?.split(",").map(Number) as [number, number] | undefined;
    marks?.showPixel(lonLat);
    calls.current.onClicked(lonLat && point ? { lonLat, point } : undefined);
  }, [marks, pixelAt, point]);
  useEffect(() => {
    if (!scene || !marks || !aoi || !editing) {
      return;
    }
    return later(async () =>
      (await tools()).edit(scene.map, marks.area, aoi, limit, (area) =>
        calls.current.onDrawn(area),
      ),
    );
  }, [scene, marks, aoi, editing, limit]);

  const pencil = usePencil(scene, drawing, limit, calls);
  useProbe(scene, !drawing && !editing && probe !== undefined, calls);

  const fault = tileJsons.find(({ error }) => error)?.error;
  return (
    <>
      <div
        ref={element}
        className="map"
        data-drawing={drawing}
        role="application"
        aria-label={t("map.name")}
        aria-describedby="map-keys"
        tabIndex={0}
      />
      <p id="map-keys" hidden>
        {t(drawing === "Polygon" ? "map.keysDrawing" : "map.keys")}
      </p>
      <div className="crosshair" aria-hidden="true" />
      {drawing && (
        <div className="drawing-bar" role="group" aria-label={t("draw.bar")}>
          {drawing === "Polygon" && (
            <>
              <button type="button" onClick={() => pencil.current?.corner()}>
                {t("draw.corner")}
              </button>
              <button type="button" onClick={() => pencil.current?.undo()}>
                {t("draw.undo")}
              </button>
              <button type="button" onClick={() => pencil.current?.finish()}>
                {t("draw.finish")}
              </button>
            </>
          )}
          <button type="button" onClick={() => calls.current.onCancel()}>
            {t("draw.cancel")}
          </button>
        </div>
      )}
      {fault && !(fault instanceof api.Problem && fault.unreachable) && (
        <p role="alert" className="error over">
          {fault.message}
        </p>
      )}
    </>
  );
}

type Calls = { readonly current: Props };

// Whoever only looks at maps needs no pens.
const tools = () => import("./draw");

/** Begins something once it is loaded, and ends it, begun or not. */
function later(begin: () => Promise<() => void>): () => void {
  let end: (() => void) | undefined;
  let isOver = false;
  void begin().then((ending) => {
    end = ending;
    if (isOver) {
      end();
    }
  });
  return () => {
    isOver = true;
    end?.();
  };
}

/** What a map that takes its time keeps waiting no longer. */
const PATIENCE_MS = 10_000;

/**
 * Marks on the map and what lies around it: once the map that was asked for is there, or at once if there is none, or
 * something to mark.
 */
function useMarks(scene: Scene | undefined, empty: boolean, asked: boolean): Marks | undefined {
  const [marks, setMarks] = useState<Marks>();
  const [isReady, setReady] = useState(false);
  const wanted = isReady || empty || asked;
  useEffect(() => {
    if (scene && !wanted) {
      const begin = () => setReady(true);
      const timer = setTimeout(begin, PATIENCE_MS);
      scene.map.once("loadend", begin);
      return () => {
        clearTimeout(timer);
        scene.map.un("loadend", begin);
      };
    }
  }, [scene, wanted]);
  useEffect(() => {
    if (scene && wanted) {
      void mark(scene).then(setMarks);
      void surround(scene);
    }
  }, [scene, wanted]);
  return marks;
}

/** Draws while a shape is asked for: by pointer, or by Space (a corner at the cross), Backspace and Enter. */
function usePencil(
  scene: Scene | undefined,
  shape: Drawing | undefined,
  limit: number,
  calls: Calls,
) {
  const pencil = useRef<Pencil>(undefined);
  useEffect(() => {
    if (!scene || !shape) {
      return;
    }
    const element = scene.map.getTargetElement()!;
    const keys = (event: KeyboardEvent) => {
      const onMap = document.activeElement === element;
      const pen = pencil.current;
      if (event.key === "Escape") {
        calls.current.onCancel();
      } else if (event.key === "Backspace" || (event.key === "z" && event.ctrlKey)) {
        if (onMap || document.activeElement === document.body) {
          pen?.undo();
        }
      } else if (onMap && shape === "Polygon" && event.key === " ") {
        event.preventDefault();
        pen?.corner();
      } else if (onMap && (shape === "Polygon" || shape === "Ward") && event.key === "Enter") {
        pen?.finish();
      }
    };
    window.addEventListener("keydown", keys);
    const stop = later(async () => {
      const { draw } = await tools();
      const pen = draw(scene.map, shape, limit, (area) => calls.current.onDrawn(area));
      pencil.current = pen;
      element.dataset.pen = "ready";
      return () => {
        pen.stop();
        pencil.current = undefined;
        delete element.dataset.pen;
      };
    });
    return () => {
      stop();
      window.removeEventListener("keydown", keys);
    };
  }, [scene, shape, limit, calls]);
  return pencil;
}

/** Asks what is at a click; arrows move the map under the cross in its middle, Enter asks what is there. */
function useProbe(scene: Scene | undefined, asks: boolean, calls: Calls) {
  useEffect(() => {
    if (!scene || !asks) {
      return;
    }
    const ask = (coordinate: number[]) => {
      const [lon = 0, lat = 0] = toLonLat(coordinate);
      calls.current.onPixel([Number(lon.toFixed(6)), Number(lat.toFixed(6))]);
    };
    const clicked = ({ coordinate }: { coordinate: number[] }) => ask(coordinate);
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
  }, [scene, asks, calls]);
}
