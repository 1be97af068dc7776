import { useEffect, useState, type FormEvent } from "react";
import { useSession } from "../account/session";
import { Problem, type Aoi, type Choices, type Inputs } from "../api";
import { useModel } from "../api/queries";
import type { Form } from "../app/address";
import type { Drawing } from "../map/shapes";
import { number, t, word } from "../text";
import { AreaTools } from "./AreaTools";
import { Forecast } from "./Forecast";
import { lastSeason, SeasonPicker } from "./SeasonPicker";

interface Props {
  choices: Choices | undefined;
  form: Form;
  /** Whether nobody has made a map here yet. */
  isFirst: boolean;
  drawing: Drawing | undefined;
  editing: boolean;
  onForm: (form: Form, typed: boolean) => void;
  onDraw: (shape: Drawing | undefined) => void;
  onEdit: (on: boolean) => void;
  onRun: (inputs: Inputs) => Promise<void>;
}

const STEADY_MS = 400;

/** The season of the sample landscape, unless its server was set otherwise. */
const SAMPLE_YEAR = 2022;

export function NewMap(props: Props) {
  return props.choices ? (
    <NewMapForm {...props} choices={props.choices} />
  ) : (
    <p className="skeleton" aria-busy="true">
      {t("loading")}
    </p>
  );
}

/** Area, season, model and catalogue of a job; what is filled in is in the address of the page. */
function NewMapForm({
  choices,
  form,
  isFirst,
  onForm,
  onRun,
  ...tools
}: Props & { choices: Choices }) {
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<string>();
  const { aoi } = form;
  const catalogue = form.catalogue ?? choices.catalogue;
  const year = form.year ?? (catalogue === "sample" ? SAMPLE_YEAR : lastSeason());
  const season = form.season ?? choices.season;
  const model = form.model ?? choices.model;
  const uncertainty = form.uncertainty ?? false;
  const own = form.start !== undefined || form.end !== undefined;
  const whole = aoi && (!own || (form.start && form.end));
  const inputs: (Inputs & { aoi: Aoi }) | undefined = whole
    ? {
        aoi,
        ...(own ? { start: form.start!, end: form.end! } : { year, season }),
        model,
        catalogue,
        ...(uncertainty && { uncertainty }),
      }
    : undefined;
  const steady = useSteady(inputs);
  const { data: session } = useSession();
  const mayMake = !session?.user || session.roles?.includes("analyst") === true;

  function change(part: Partial<Form>, typed = false) {
    setError(undefined);
    onForm({ ...form, ...part }, typed);
  }

  async function send(wanted: Inputs) {
    setSending(true);
    setError(undefined);
    try {
      await onRun(wanted);
    } catch (e) {
      const isUnknown = e instanceof Problem && e.status === 401;
      setError(isUnknown ? t("signIn.why") : (e as Error).message);
    }
    setSending(false);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (inputs) {
      void send(inputs);
    }
  }

  const { example } = choices;
  return (
    <form onSubmit={submit} aria-label={t("tab.new")}>
      <h2>{t("tab.new")}</h2>
      {isFirst && (
        <ol className="welcome" aria-label={t("welcome")}>
          <li>{t("welcome.area")}</li>
          <li>{t("welcome.season")}</li>
          <li>{t("welcome.read")}</li>
        </ol>
      )}
      {isFirst && example && (
        <button type="button" disabled={sending || !mayMake} onClick={() => void send(example)}>
          {t("welcome.try")}
        </button>
      )}
      <AreaTools {...tools} aoi={aoi} onAoi={(area, goThere) => change({ aoi: area }, goThere)} />
      <SeasonPicker choices={choices} form={form} season={season} year={year} onForm={change} />
      <label>
        {t("model")}
        <select value={model} onChange={(e) => change({ model: e.target.value })}>
          {[...new Set([...choices.models, model])].map((id) => (
            <option key={id}>{id}</option>
          ))}
        </select>
      </label>
      <Known model={model} />
      <label>
        {t("catalogue")}
        <select value={catalogue} onChange={(e) => change({ catalogue: e.target.value })}>
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
        {t("uncertainty")}
      </label>
      <Forecast inputs={steady} limit={choices.limit} />
      {error && (
        <p role="alert" className="error">
          {error}
        </p>
      )}
      {!mayMake && <p id="why-not">{t(session?.roles?.length ? "role.viewer" : "role.none")}</p>}
      <button
        type="submit"
        className="primary"
        disabled={!inputs || sending || !mayMake}
        aria-describedby={mayMake ? undefined : "why-not"}
      >
        {t(inputs ? "make" : "make.first")}
      </button>
    </form>
  );
}

/** What a model knows, and how well. */
function Known({ model: id }: { model: string }) {
  const { data: model } = useModel(id);
  return model ? (
    <details>
      <summary>
        {t("model.knows", { count: model.classes.length })}
        {model.card &&
          `, ${t("model.right", { share: number(model.card.accuracy.overall * 100) })}`}
      </summary>
      <p>{model.classes.map(({ name }) => word("crop", name)).join(", ")}</p>
      {model.card && (
        <ul>
          {model.card.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      )}
    </details>
  ) : null;
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
