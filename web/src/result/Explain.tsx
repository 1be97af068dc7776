import { useState } from "react";
import * as api from "../api";
import type { Clicked } from "../map/CropMap";
import { number, t, word } from "../text";
import { featureName } from "./features";

const WIDTH = 320;
const HEIGHT = 130;
const LEFT = 26;
const BOTTOM = 18;
const FEATURES = 8;
const SERIES = [
  { name: "ndvi", color: "#1f6b3a" },
  { name: "evi", color: "#b87a14" },
  { name: "ndre", color: "#8c3fa0" },
  { name: "ndwi", color: "#2b6cb0" },
] as const;

/** Why the map says what it says of the clicked pixel: asked for by a button, since it reads the scenes again. */
export function Explain({ job, clicked }: { job: string; clicked: Clicked }) {
  const [explanation, setExplanation] = useState<api.Explanation>();
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [error, setError] = useState<string>();
  const [lon, lat] = clicked.lonLat;

  async function ask() {
    setState("busy");
    setError(undefined);
    try {
      setExplanation(await api.explain(await api.provenance(job), [lon, lat]));
    } catch (e) {
      setError((e as Error).message);
    }
    setState("idle");
  }

  if (!explanation) {
    return (
      <p>
        <button type="button" disabled={state === "busy"} onClick={() => void ask()}>
          {t(state === "busy" ? "why.busy" : "why")}
        </button>
        {error && <span role="alert"> {error}</span>}
      </p>
    );
  }
  return (
    <figure className="explain" aria-label={t("why.label")}>
      <Chart steps={explanation.steps} />
      <table aria-label={t("why.probabilities")}>
        <tbody>
          {[...explanation.probabilities]
            .sort((a, b) => b.ensemble - a.ensemble)
            .slice(0, 4)
            .map((each) => (
              <tr key={each.class}>
                <td>
                  <span className="swatch" style={{ background: each.color }} />{" "}
                  {word("crop", each.class)}
                </td>
                <td className="number">{number(each.ensemble * 100, 1)} %</td>
                <td>
                  <small>
                    {Object.entries(each.members)
                      .map(([type, p]) => `${type} ${(p * 100).toFixed(0)} %`)
                      .join(", ")}
                  </small>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {explanation.contributions && <Contributions list={explanation.contributions} />}
      <figcaption>
        <small>
          {t("why.caption", {
            model: explanation.model,
            scenes: explanation.scenes.length,
            steps: explanation.observations,
            crop: word("crop", explanation.class.name),
          })}
        </small>
      </figcaption>
    </figure>
  );
}

/** Smoothed series of the season; dots are steps that were clear, the others were filled. */
function Chart({ steps }: { steps: api.Explanation["steps"] }) {
  const x = (t: number) => LEFT + (t / (steps.length - 1)) * (WIDTH - LEFT - 4);
  const y = (v: number) => 4 + ((1 - v) / 2) * (HEIGHT - BOTTOM - 4);
  const months = steps
    .map(({ start }, t) => ({ label: start.slice(5, 7), t }))
    .filter(({ label }, t) => t === 0 || label !== steps[t - 1]!.start.slice(5, 7));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t("why.chart")}>
      {[-1, -0.5, 0, 0.5, 1].map((v) => (
        <g key={v}>
          <line x1={LEFT} x2={WIDTH - 4} y1={y(v)} y2={y(v)} stroke="#dde4dd" />
          <text x={LEFT - 4} y={y(v) + 3} textAnchor="end">
            {v}
          </text>
        </g>
      ))}
      {months.map(({ label, t }) => (
        <text key={t} x={x(t)} y={HEIGHT - 4}>
          {label}
        </text>
      ))}
      {SERIES.map(({ name, color }) => (
        <g key={name}>
          <polyline
            fill="none"
            stroke={color}
            strokeWidth={1.5}
            points={steps
              .map((step, t) => ({ t, value: step[name] }))
              .flatMap(({ t, value }) => (value === undefined ? [] : [`${x(t)},${y(value)}`]))
              .join(" ")}
          />
          {name === "ndvi" &&
            steps.map((step, t) =>
              step.clear && step.ndvi !== undefined ? (
                <circle key={t} cx={x(t)} cy={y(step.ndvi)} r={2.2} fill={color} />
              ) : null,
            )}
        </g>
      ))}
      {SERIES.map(({ name, color }, i) => (
        <text key={name} x={LEFT + 6 + i * 40} y={y(-1) - 5} fill={color}>
          {name.toUpperCase()}
        </text>
      ))}
    </svg>
  );
}

function Contributions({ list }: { list: api.Contribution[] }) {
  const shown = list.slice(0, FEATURES);
  const most = Math.max(...shown.map(({ contribution }) => Math.abs(contribution)), 1e-9);
  return (
    <table className="contributions" aria-label={t("why.contributions")}>
      <tbody>
        {shown.map(({ feature, value, contribution }) => (
          <tr key={feature}>
            <td>{featureName(feature)}</td>
            <td className="number">{value?.toFixed(2)}</td>
            <td>
              <svg viewBox="-50 0 100 10" width={100} height={10} aria-hidden="true">
                <line x1={0} x2={0} y1={0} y2={10} stroke="#99a59c" />
                <rect
                  x={Math.min(0, (contribution / most) * 48)}
                  width={(Math.abs(contribution) / most) * 48}
                  y={1.5}
                  height={7}
                  fill={contribution > 0 ? "#1f6b3a" : "#b3432f"}
                />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
