import * as api from "../api";
import { useLegend, useSummary } from "../api/queries";
import { number, t, word } from "../text";

interface Props {
  job: string;
  raster: string;
  /** Classes that are shown, all if none is named, and the least confidence in per cent. */
  classes: number[];
  confidence: number;
  onFilter: (classes: number[], confidence: number) => void;
}

/** What the colours of a layer mean; that of classes is their filter, too. */
export function Legend(props: Props) {
  const { job, raster } = props;
  const { data: legend } = useLegend(api.layerOf(job, raster));
  if (!legend || legend.entries.length === 0) {
    return null;
  }
  if (legend.type === "classes") {
    return <Classes {...props} entries={legend.entries} />;
  }
  return legend.type === "ramp" ? <Ramp legend={legend} /> : <Values legend={legend} />;
}

function Classes({
  job,
  raster,
  entries,
  classes,
  confidence,
  onFilter,
}: Props & { entries: api.LegendEntry[] }) {
  const { data: summary } = useSummary(job);
  const areas = new Map(summary?.classes?.map((area) => [area.id, area]));
  const shown = (id: number) => classes.length === 0 || classes.includes(id);
  const isFilter = raster === "crop_type";
  return (
    <>
      <table className="legend" aria-label={t("legend")}>
        <caption>{word("raster", raster)}</caption>
        <tbody>
          {entries.map(({ value, label, color }) => {
            const area = isFilter ? areas.get(value) : undefined;
            return (
              <tr key={value}>
                <td>
                  <span className="swatch" style={{ background: color }} />
                </td>
                <td>
                  {isFilter ? (
                    <label className="check">
                      <input
                        type="checkbox"
                        checked={shown(value)}
                        onChange={() => onFilter(toggled(entries, classes, value), confidence)}
                      />
                      {word("crop", label)}
                    </label>
                  ) : (
                    word("crop", label)
                  )}
                </td>
                <td className="number">{area && t("area.size", { ha: number(area.hectares) })}</td>
                <td className="number">{area && `${number(area.share * 100, 1)} %`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {isFilter && (
        <label>
          {t("legend.sure", { share: confidence })}
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={confidence}
            onChange={(e) => onFilter(classes, e.target.valueAsNumber)}
          />
        </label>
      )}
    </>
  );
}

/** From the least to the greatest value, in steps as even as the stops are. */
function Ramp({ legend: { title, entries } }: { legend: api.Legend }) {
  const [low, high] = [entries[0]!.value, entries.at(-1)!.value];
  const stops = entries.map(
    ({ color, value }) => `${color} ${(((value - low) / (high - low || 1)) * 100).toFixed(1)}%`,
  );
  const middle = entries.at(Math.floor(entries.length / 2))!;
  return (
    <figure className="legend ramp" aria-label={t("legend")}>
      <figcaption>{title}</figcaption>
      <div style={{ background: `linear-gradient(to right, ${stops.join(", ")})` }} />
      <p>
        <span>{entries[0]!.label || low}</span>
        {entries.length > 2 && <span>{middle.label || middle.value}</span>}
        <span>{entries.at(-1)!.label || high}</span>
      </p>
    </figure>
  );
}

function Values({ legend: { title, entries } }: { legend: api.Legend }) {
  return (
    <table className="legend" aria-label={t("legend")}>
      <caption>{title}</caption>
      <tbody>
        {entries.map(({ value, label, color }) => (
          <tr key={value}>
            <td>
              <span className="swatch" style={{ background: color }} />
            </td>
            <td>{label}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The classes after one was switched on or off; none named if all are on, and never none on. */
function toggled(all: api.LegendEntry[], classes: number[], id: number): number[] {
  const before = classes.length > 0 ? classes : all.map(({ value }) => value);
  const after = before.includes(id) ? before.filter((each) => each !== id) : [...before, id];
  return after.length === all.length ? [] : after;
}
