import { useState } from "react";
import * as api from "../api";
import { useAssessment, useModel, useProvenance } from "../api/queries";
import { day, number, t, word } from "../text";

/** How far the map may be believed: its model, its scenes, and what reference samples say of it. */
export function Truth({ job }: { job: string }) {
  const { data: provenance } = useProvenance(job);
  // A model may be gone, or of an installation that shares only the results.
  const { data: model } = useModel(provenance?.model?.id);
  const { data: assessment, refetch } = useAssessment(job);
  const [state, setState] = useState<string>();

  async function assess(file: File | undefined) {
    if (!file) {
      return;
    }
    setState(t("truth.busy"));
    try {
      await api.assess(job, geoJson(await file.text()));
      await refetch();
      setState(undefined);
    } catch (e) {
      setState((e as Error).message);
    }
  }

  return (
    <section aria-label={t("truth.label")}>
      <h2>{t("truth")}</h2>
      {assessment ? <AssessmentTable assessment={assessment} /> : <p>{t("truth.none")}</p>}
      <label className="file">
        {t("truth.samples")}
        <input
          type="file"
          accept=".geojson,.json,application/geo+json"
          onChange={(e) => void assess(e.target.files?.[0])}
        />
      </label>
      {state && <p role="status">{state}</p>}
      {model?.card && <CardSummary model={model} card={model.card} />}
      {provenance && <ProvenanceList provenance={provenance} />}
    </section>
  );
}

/** The samples of a file, or an error that says what the file should be. */
function geoJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(t("truth.notGeoJson"));
  }
}

/** Per cent, never beyond what a share can be. */
function bounded(share: number | undefined): string {
  return percent(share === undefined ? undefined : Math.min(1, Math.max(0, share)));
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${(share * 100).toFixed(0)} %`;
}

/** Value and half width: no area is below nothing, whatever the interval says. */
function interval({ value = 0, low = value, high = value }: api.Interval): string {
  const half = high - value;
  return low < 0 ? `${number(value)} (0–${number(high)})` : `${number(value)} ± ${number(half)}`;
}

function AssessmentTable({ assessment }: { assessment: api.Assessment }) {
  const overall = assessment.overall_accuracy;
  return (
    <>
      <p>
        {t("truth.overall")} <strong>{percent(overall.value)}</strong> (
        {t("range", { low: bounded(overall.low), high: bounded(overall.high) })}),{" "}
        {t("truth.count", { count: number(assessment.samples) })}
      </p>
      <table className="areas" aria-label={t("truth.areas")}>
        <thead>
          <tr>
            <th>{t("truth.class")}</th>
            <th>{t("truth.area")}</th>
            <th>{t("truth.counted")}</th>
            <th>{t("truth.users")}</th>
            <th>{t("truth.producers")}</th>
          </tr>
        </thead>
        <tbody>
          {assessment.classes.map((each) => (
            <tr key={each.value}>
              <td>
                <span className="swatch" style={{ background: each.color }} />{" "}
                {word("crop", each.name)}
              </td>
              <td className="number">{interval(each.hectares)} ha</td>
              <td className="number">{number(each.hectares_counted)} ha</td>
              <td className="number">{percent(each.users_accuracy.value)}</td>
              <td className="number">{percent(each.producers_accuracy.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function CardSummary({ model, card }: { model: api.Model; card: api.Card }) {
  return (
    <details aria-label={t("card")}>
      <summary>
        {t("card.summary", { model: model.id, share: percent(card.accuracy.overall) })}
      </summary>
      <p>
        {t("range", {
          low: percent(card.accuracy.interval[0]),
          high: percent(card.accuracy.interval[1]),
        })}
        {card.accuracy.kappa !== undefined && `, kappa ${number(card.accuracy.kappa, 2)}`};{" "}
        {t("card.rows", { count: number(card.rows), dataset: card.dataset })}
      </p>
      <ul>
        {card.limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
      <p>
        <a href={`models/${model.id}/card?f=html`}>{t("card.whole")}</a>
      </p>
    </details>
  );
}

function ProvenanceList({ provenance }: { provenance: api.Provenance }) {
  const { parameters, scenes, scenes_left_out } = provenance;
  return (
    <details aria-label={t("provenance")}>
      <summary>
        {t("provenance.made", { count: scenes.length, catalogue: provenance.catalogue })}
      </summary>
      <p>
        {t("range", { low: day(parameters.start), high: day(parameters.end) })};{" "}
        {provenance.software}, {provenance.feature_set}
        {provenance.model && `, ${provenance.model.id}`}
        {scenes_left_out.length > 0 &&
          `; ${t("provenance.left", { count: scenes_left_out.length })}`}
      </p>
      <ul>
        {scenes.map((scene) => (
          <li key={scene.id}>
            {scene.datetime.slice(0, 10)} <small>{scene.id}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}
