import { useState, type FormEvent } from "react";
import type { Aoi, Choices, Inputs } from "./api";
import { SHAPES, type Drawing } from "./draw";

interface Props {
  choices: Choices;
  aoi: Aoi | undefined;
  drawing: Drawing | undefined;
  onAoi: (aoi: Aoi | undefined) => void;
  onDraw: (shape: Drawing | undefined) => void;
  onRun: (inputs: Inputs) => Promise<void>;
}

/** Area, season, model and catalogue of a job. */
export function AoiForm({ choices, aoi, drawing, onAoi, onDraw, onRun }: Props) {
  const [year, setYear] = useState(2022);
  const [season, setSeason] = useState(choices.season);
  const [model, setModel] = useState(choices.model);
  const [catalogue, setCatalogue] = useState(choices.catalogue);
  const [sending, setSending] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!aoi) {
      return;
    }
    setSending(true);
    await onRun({ aoi, year, season, model, catalogue });
    setSending(false);
  }

  return (
    <form onSubmit={submit} aria-label="New map">
      <h2>New map</h2>
      <div className="buttons" role="group" aria-label="Draw the area">
        {SHAPES.map((shape) => (
          <button
            key={shape}
            type="button"
            aria-pressed={drawing === shape}
            onClick={() => onDraw(drawing === shape ? undefined : shape)}
          >
            Draw {shape.toLowerCase()}
          </button>
        ))}
      </div>
      <Circle aoi={aoi} onAoi={onAoi} />
      <div className="row">
        <label>
          Season
          <select value={season} onChange={(e) => setSeason(e.target.value)}>
            {choices.seasons.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
        <label>
          Begins in
          <input
            type="number"
            min={2015}
            max={2100}
            value={year}
            onChange={(e) => setYear(e.target.valueAsNumber)}
          />
        </label>
      </div>
      <label>
        Model
        <input
          list="models"
          required
          maxLength={200}
          value={model}
          onChange={(e) => setModel(e.target.value)}
        />
        <datalist id="models">
          {choices.models.map((id) => (
            <option key={id} value={id} />
          ))}
        </datalist>
      </label>
      <label>
        Scenes from
        <select value={catalogue} onChange={(e) => setCatalogue(e.target.value)}>
          {choices.catalogues.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <button type="submit" className="primary" disabled={!aoi || sending}>
        {aoi ? "Make the map" : "Draw or type an area first"}
      </button>
    </form>
  );
}

/** A circle by its numbers: longitude, latitude, radius in metres. */
function Circle({ aoi, onAoi }: Pick<Props, "aoi" | "onAoi">) {
  const [typed, setTyped] = useState(["", "", ""]);
  const circle = Array.isArray(aoi) ? aoi.map(String) : undefined;
  const values = circle ?? (aoi ? ["", "", ""] : typed);
  const fields = [
    { label: "Longitude", min: -180, max: 180 },
    { label: "Latitude", min: -90, max: 90 },
    { label: "Radius (m)", min: 1, max: undefined },
  ];

  function change(index: number, text: string) {
    const next = values.map((old, i) => (i === index ? text : old));
    setTyped(next);
    const numbers = next.map((part) => (part.trim() === "" ? NaN : Number(part)));
    onAoi(numbers.every(Number.isFinite) ? (numbers as [number, number, number]) : undefined);
  }

  return (
    <div className="row" role="group" aria-label="Or type a circle">
      {fields.map(({ label, min, max }, i) => (
        <label key={label}>
          {label}
          <input
            type="number"
            step="any"
            min={min}
            max={max}
            value={values[i]}
            placeholder={aoi && !circle ? "drawn" : ""}
            onChange={(e) => change(i, e.target.value)}
          />
        </label>
      ))}
    </div>
  );
}
