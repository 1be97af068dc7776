import { useState } from "react";
import * as api from "../api";
import { useAssessment, useModel, useProvenance } from "../api/queries";

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
    setState("Assessing…");
    try {
      await api.assess(job, geoJson(await file.text()));
      await refetch();
      setState(undefined);
    } catch (e) {
      setState((e as Error).message);
    }
  }

  return (
    <section aria-label="Truth">
      <h2>How good is it?</h2>
      {assessment ? (
        <AssessmentTable assessment={assessment} />
      ) : (
        <p>Not assessed yet: no reference samples were held against this map.</p>
      )}
      <label className="file">
        Reference samples (GeoJSON points with their class)
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
    throw new Error("This file is not GeoJSON: points with a property “class” are expected.");
  }
}

/** Per cent, never beyond what a share can be. */
function bounded(share: number | undefined): string {
  return percent(share === undefined ? undefined : Math.min(1, Math.max(0, share)));
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${(share * 100).toFixed(0)} %`;
}

function AssessmentTable({ assessment }: { assessment: api.Assessment }) {
  const overall = assessment.overall_accuracy;
  return (
    <>
      <p>
        Overall accuracy <strong>{percent(overall.value)}</strong> ({bounded(overall.low)} to{" "}
        {bounded(overall.high)}), {assessment.samples} samples
      </p>
      <table className="areas" aria-label="Areas with intervals">
        <thead>
          <tr>
            <th>Class</th>
            <th>Area, 95 %</th>
            <th>Counted</th>
            <th>User’s</th>
            <th>Prod.</th>
          </tr>
        </thead>
        <tbody>
          {assessment.classes.map((each) => (
            <tr key={each.value}>
              <td>
                <span className="swatch" style={{ background: each.color }} /> {each.name}
              </td>
              <td className="number">
                {Math.round(each.hectares.value ?? 0).toLocaleString()} ±{" "}
                {Math.round(
                  (each.hectares.high ?? 0) - (each.hectares.value ?? 0),
                ).toLocaleString()}{" "}
                ha
              </td>
              <td className="number">{Math.round(each.hectares_counted).toLocaleString()} ha</td>
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
    <details aria-label="Model card">
      <summary>
        Model {model.id}: {percent(card.accuracy.overall)} on fields that it had not seen
      </summary>
      <p>
        {percent(card.accuracy.interval[0])} to {percent(card.accuracy.interval[1])}, kappa{" "}
        {card.accuracy.kappa.toFixed(2)}; {card.rows.toLocaleString()} rows of {card.dataset}
      </p>
      <ul>
        {card.limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
      <p>
        <a href={`models/${model.id}/card?f=html`}>The whole card</a>
      </p>
    </details>
  );
}

function ProvenanceList({ provenance }: { provenance: api.Provenance }) {
  const { parameters, scenes, scenes_left_out } = provenance;
  return (
    <details aria-label="Provenance">
      <summary>
        Made of {scenes.length} scenes from {provenance.catalogue}
      </summary>
      <p>
        {parameters.start} to {parameters.end}; {provenance.software}, features{" "}
        {provenance.feature_set}
        {provenance.model && `, model ${provenance.model.id}`}
        {scenes_left_out.length > 0 && `; ${scenes_left_out.length} scenes left out`}
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
