import { useEffect, useRef, useState } from "react";
import type { Aoi, Polygonal } from "../api";
import type { Area } from "../files/read";
import { SHAPES, type Drawing } from "../map/shapes";
import { useLocal } from "../search/local";
import { t } from "../text";
import { Circle } from "./Circle";
import { righted } from "./righted";

const HOW = {
  Polygon: "draw.howPolygon",
  Rectangle: "draw.howDrag",
  Circle: "draw.howDrag",
  Ward: "draw.howWard",
} as const;

interface Props {
  aoi: Aoi | undefined;
  drawing: Drawing | undefined;
  editing: boolean;
  /** Whether the map is to go there. */
  onAoi: (aoi: Aoi | undefined, goThere: boolean) => void;
  onDraw: (shape: Drawing | undefined) => void;
  onEdit: (on: boolean) => void;
}

/** An area as one has it: drawn, typed, or of a file; it can be edited, undone and cleared. */
export function AreaTools({ aoi, drawing, editing, onAoi, onDraw, onEdit }: Props) {
  const undo = useUndo(aoi, (before) => onAoi(before, false));
  const files = useFiles((area) => onAoi(area, true));
  const turned = aoi && righted(aoi);
  const wards = useLocal().data?.filter(({ kind }) => kind === "ward") ?? [];
  const ways: Drawing[] = wards.length > 0 ? [...SHAPES, "Ward"] : SHAPES;
  return (
    <fieldset>
      <legend>{t("area")}</legend>
      <div className="buttons" role="group" aria-label={t("draw")}>
        {ways.map((shape) => (
          <button
            key={shape}
            type="button"
            aria-pressed={drawing === shape}
            onClick={() => onDraw(drawing === shape ? undefined : shape)}
          >
            {t(`draw.${shape}`)}
          </button>
        ))}
      </div>
      {drawing && <p role="status">{t(HOW[drawing])}</p>}
      {wards.length > 0 && (
        <Which
          label={t("ward")}
          areas={wards.map(({ name, geometry }) => ({ name, aoi: geometry as Polygonal }))}
          onAoi={(area) => onAoi(area, true)}
        />
      )}
      <label className="file">
        {t("file")}
        <input
          type="file"
          accept=".geojson,.json,.kml,.gpx,.gpkg,.zip"
          onChange={(e) => {
            void files.take(e.target.files?.[0]);
            e.target.value = "";
          }}
        />
      </label>
      {files.areas.length > 1 && (
        <Which
          label={t("file.which", { count: files.areas.length })}
          areas={files.areas}
          onAoi={(area) => onAoi(area, true)}
        />
      )}
      {files.error && (
        <p role="alert" className="error">
          {files.error}
        </p>
      )}
      <Circle aoi={aoi} onAoi={(area) => onAoi(area, true)} />
      {turned && (
        <p role="status" className="warning">
          {t("area.swapped")}{" "}
          <button type="button" onClick={() => onAoi(turned, true)}>
            {t("area.swap")}
          </button>
        </p>
      )}
      <div className="buttons">
        {aoi && (
          <button type="button" aria-pressed={editing} onClick={() => onEdit(!editing)}>
            {t("area.edit")}
          </button>
        )}
        {undo && (
          <button type="button" onClick={undo}>
            {t("undo")}
          </button>
        )}
        {aoi && (
          <button type="button" onClick={() => onAoi(undefined, false)}>
            {t("area.clear")}
          </button>
        )}
      </div>
      {editing && aoi && <p role="status">{t("area.howEdit")}</p>}
    </fieldset>
  );
}

interface WhichProps {
  label: string;
  areas: Area[];
  onAoi: (aoi: Aoi) => void;
}

function Which({ label, areas, onAoi }: WhichProps) {
  const polygons = areas
    .map(({ aoi }) => aoi)
    .filter((aoi): aoi is Polygonal => !Array.isArray(aoi));
  async function choose(value: string) {
    if (value === "all") {
      onAoi((await import("../files/read")).together(polygons));
    } else if (value !== "") {
      onAoi(areas[Number(value)]!.aoi);
    }
  }
  return (
    <label>
      {label}
      <select defaultValue="" onChange={(e) => void choose(e.target.value)}>
        <option value="">{t("choose")}</option>
        {polygons.length > 1 && <option value="all">{t("file.all")}</option>}
        {areas.map(({ name }, i) => (
          <option key={i} value={i}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Files that are chosen, or dropped anywhere on the page. */
function useFiles(onAoi: (aoi: Aoi) => void) {
  const [areas, setAreas] = useState<Area[]>([]);
  const [error, setError] = useState<string>();

  async function take(file: File | undefined) {
    if (!file) {
      return;
    }
    setAreas([]);
    setError(undefined);
    try {
      const found = await (await import("../files/read")).read(file);
      setAreas(found);
      if (found.length === 1) {
        onAoi(found[0]!.aoi);
      }
    } catch (e) {
      setError((e as Error).message);
    }
  }

  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      void latest.current(event.dataTransfer?.files[0]);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
    };
  }, []);
  return { areas, error, take };
}

/** Leads back to the areas before this one; nothing if there was none. */
function useUndo(aoi: Aoi | undefined, onAoi: (before: Aoi | undefined) => void) {
  const text = JSON.stringify(aoi);
  const [steps, setSteps] = useState<(string | undefined)[]>([text]);
  if (steps.at(-1) !== text) {
    setSteps([...steps.slice(-50), text]);
  }
  const before = steps.at(-2);
  if (steps.length < 2) {
    return undefined;
  }
  return () => {
    setSteps(steps.slice(0, -2).concat(before));
    onAoi(before === undefined ? undefined : (JSON.parse(before) as Aoi));
  };
}
