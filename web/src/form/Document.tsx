import { useState } from "react";
import type { Polygonal } from "../api/types";
import { Unreadable } from "./description";
import type { Props } from "./Scalar";

/** Longer documents of files are not shown: a browser would be slow with them. */
const SHOWN = 20_000;

/** JSON, typed or from a file; an area also from other files with polygons. */
export function Document({ id, schema, value, label, about, isWrong, onChange }: Props) {
  const isArea = schema.format === "geojson-geometry";
  const [text, setText] = useState(() =>
    value === undefined
      ? ""
      : value instanceof Unreadable
        ? value.text
        : JSON.stringify(value, null, 1),
  );
  const [fault, setFault] = useState<string>();

  function give(next: string) {
    setText(next);
    onChange(next.trim() === "" ? undefined : read(next));
  }

  async function take(file: File | undefined) {
    try {
      setFault(undefined);
      if (file) {
        give(isArea ? JSON.stringify(await areaOf(file), null, 1) : await file.text());
      }
    } catch (e) {
      setFault((e as Error).message);
    }
  }

  return (
    <>
      <textarea
        id={id}
        aria-label={label}
        aria-describedby={about}
        aria-invalid={isWrong || undefined}
        rows={6}
        spellCheck={false}
        readOnly={text.length > SHOWN}
        value={text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}
        onChange={(e) => give(e.target.value)}
      />
      <label>
        {isArea ? "Or a file: GeoJSON, KML, GPX, GeoPackage, zipped shapefile" : "Or a file"}
        <input type="file" onChange={(e) => void take(e.target.files?.[0])} />
      </label>
      {fault && (
        <p role="alert" className="problem">
          {fault}
        </p>
      )}
    </>
  );
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (e) {
    return new Unreadable(text, `This is not JSON: ${(e as Error).message}.`);
  }
}

async function areaOf(file: File): Promise<Polygonal> {
  const { read, together } = await import("../files/read");
  const areas = (await read(file)).map(({ aoi }) => aoi);
  const polygons = areas.filter((aoi): aoi is Polygonal => !Array.isArray(aoi));
  if (polygons.length === 0) {
    throw new Error(`${file.name} has no polygon.`);
  }
  return together(polygons);
}
