import { useEffect, useState, type FormEvent } from "react";
import type { Aoi, Choices, Inputs } from "../api";
import type { Form } from "../app/address";
import { SHAPES, type Drawing } from "../map/shapes";
import { Forecast } from "./Forecast";

interface Props {
  choices: Choices;
  form: Form;
  drawing: Drawing | undefined;
  onForm: (form: Form, typed: boolean) => void;
  onDraw: (shape: Drawing | undefined) => void;
  onRun: (inputs: Inputs) => Promise<void>;
}

const STEADY_MS = 400;

/** The season of the sample landscape, unless its server was set otherwise. */
const SAMPLE_YEAR = 2022;

/** Area, season, model and catalogue of a job; what is filled in is in the address of the page. */
export function AoiForm({ choices, form, drawing, onForm, onDraw, onRun }: Props) {
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<string>();
  const { aoi } = form;
  const catalogue = form.catalogue ?? choices.catalogue;
  const year = form.year ?? (catalogue === "sample" ? SAMPLE_YEAR : lastSeason());
  const season = form.season ?? choices.season;
  const model = form.model ?? choices.model;
  const uncertainty = form.uncertainty ?? false;
  const inputs = aoi && {
    aoi,
    year,
    season,
    model,
    catalogue,
    ...(uncertainty && { uncertainty }),
  };
  const steady = useSteady(inputs);

  function change(part: Partial<Form>, typed = false) {
    setError(undefined);
    onForm({ ...form, ...part }, typed);
  }
  const setYear = (value: number) => change({ year: value });
  const setSeason = (value: string) => change({ season: value });
  const setModel = (value: string) => change({ model: value });
  const setCatalogue = (value: string) => change({ catalogue: value });

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!inputs) {
      return;
    }
    setSending(true);
    setError(undefined);
    try {
      await onRun(inputs);
    } catch (e) {
      setError((e as Error).message);
    }
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
      {drawing && (
        <p role="status">
          {drawing === "Polygon"
            ? "Click the corners; a double click ends. Esc cancels."
            : "Press, drag and release on the map. Esc cancels."}
        </p>
      )}
      <Circle aoi={aoi} onAoi={(area) => change({ aoi: area }, true)} />
      {aoi && (
        <button type="button" onClick={() => change({ aoi: undefined })}>
          Clear the area
        </button>
      )}
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
            value={Number.isNaN(year) ? "" : year}
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
      <label className="check">
        <input
          type="checkbox"
          checked={uncertainty}
          onChange={(e) => change({ uncertainty: e.target.checked })}
        />
        Also say how sure it is, pixel by pixel
      </label>
      <Forecast inputs={steady} limit={choices.limit} />
      {error && (
        <p role="alert" className="error">
          {error}
        </p>
      )}
      <button type="submit" className="primary" disabled={!aoi || sending}>
        {aoi ? "Make the map" : "Draw or type an area first"}
      </button>
    </form>
  );
}

/** A value once nobody has changed it for a moment. */
function useSteady<T>(value: T): T {
  const text = JSON.stringify(value);
  const [steady, setSteady] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSteady(text), STEADY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return steady === undefined ? (undefined as T) : (JSON.parse(steady) as T);
}

/** The year in which the last whole season began: seasons end before August. */
function lastSeason(): number {
  const now = new Date();
  return now.getFullYear() - (now.getMonth() < 7 ? 2 : 1);
}

/** A circle by its numbers: longitude, latitude, radius in metres. */
function Circle({ aoi, onAoi }: { aoi: Aoi | undefined; onAoi: (aoi: Aoi | undefined) => void }) {
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
    onAoi(
      numbers.every(Number.isFinite) && numbers[2]! > 0
        ? (numbers as [number, number, number])
        : undefined,
    );
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
