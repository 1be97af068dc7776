import * as api from "../api";
import { useLegend, useSummary } from "../api/queries";
import type { Clicked } from "../map/CropMap";
import { Explain } from "./Explain";
import { Truth } from "../quality/Truth";

interface Props {
  job: api.Job;
  raster: string;
  opacity: number;
  clicked: Clicked | undefined;
  title: string;
  /** Classes that are shown, all if none is named, and the least confidence in per cent. */
  classes: number[];
  confidence: number;
  onFilter: (classes: number[], confidence: number) => void;
  onRaster: (raster: string) => void;
  onOpacity: (opacity: number) => void;
}

/** Layer choice, legend with areas, values of the clicked pixel, downloads. */
export function ResultPanel(props: Props) {
  const { job, title, raster, opacity, clicked, onRaster, onOpacity } = props;
  const rasters = api.rasters(job);
  return (
    <section aria-label="Map">
      <h2>{title}</h2>
      <Warnings job={job.jobID} />
      <div className="row">
        <label>
          Layer
          <select value={raster} onChange={(e) => onRaster(e.target.value)}>
            {rasters.map((name) => (
              <option key={name} value={name}>
                {name.replaceAll("_", " ")}
              </option>
            ))}
          </select>
        </label>
        <label>
          Opacity
          <input
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={opacity}
            onChange={(e) => onOpacity(e.target.valueAsNumber)}
          />
        </label>
      </div>
      {clicked && <Pixel clicked={clicked} raster={raster} />}
      {clicked?.point.class && (
        <Explain
          key={`${job.jobID} ${clicked.lonLat.join(",")}`}
          job={job.jobID}
          clicked={clicked}
        />
      )}
      <LegendList key={`${job.jobID}:${raster}`} {...props} />
      {raster === "crop_type" && (
        <label>
          Only where at least {props.confidence} % sure
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={props.confidence}
            onChange={(e) => props.onFilter(props.classes, e.target.valueAsNumber)}
          />
        </label>
      )}
      <Truth key={job.jobID} job={job.jobID} />
      <details>
        <summary>Download Cloud Optimized GeoTIFFs</summary>
        <ul>
          {api.downloads(job).map(({ name, href }) => (
            <li key={name}>
              <a href={href} download>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** What the job found that whoever looks at its map has to know, such as ground that no scene shows. */
function Warnings({ job }: { job: string }) {
  const { data: summary } = useSummary(job);
  const warnings = summary?.warnings ?? [];
  return warnings.length === 0 ? null : (
    <ul className="notice" aria-label="Warnings">
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}

function Pixel({ clicked, raster }: { clicked: Clicked; raster: string }) {
  const { values, class: crop } = clicked.point;
  return (
    <div className="pixel" aria-label="Clicked pixel" role="status">
      <span className="swatch" style={{ background: crop?.color ?? "transparent" }} />
      {crop ? (
        <>
          <strong>{crop.name}</strong> {values.confidence} % sure
          <small>
            {raster !== "crop_type" && `${raster.replaceAll("_", " ")} ${String(values[raster])}, `}
            NDVI peak {Number(values.ndvi_peak ?? NaN).toFixed(2)}, {values.observations} clear time
            steps
          </small>
        </>
      ) : values[raster] === undefined ? (
        "No data here"
      ) : (
        `${raster.replaceAll("_", " ")} ${String(values[raster])}`
      )}
      <small>
        {clicked.lonLat[1].toFixed(5)}, {clicked.lonLat[0].toFixed(5)}
      </small>
    </div>
  );
}

function LegendList({ job: { jobID: job }, raster, classes, confidence, onFilter }: Props) {
  const { data: legend } = useLegend(api.layerOf(job, raster));
  const { data: summary } = useSummary(job);
  const shown = (id: number) => classes.length === 0 || classes.includes(id);
  if (!legend || legend.entries.length === 0) {
    return null;
  }
  const areas = new Map(summary?.classes.map((area) => [area.id, area]));
  return (
    <table className="legend" aria-label="Legend">
      <caption>{legend.title}</caption>
      <tbody>
        {legend.entries.map((entry) => {
          const area = legend.type === "classes" ? areas.get(entry.value) : undefined;
          return (
            <tr key={entry.value}>
              <td>
                <span className="swatch" style={{ background: entry.color }} />
              </td>
              <td>
                {legend.type === "classes" ? (
                  <label className="check">
                    <input
                      type="checkbox"
                      checked={shown(entry.value)}
                      onChange={() =>
                        onFilter(toggled(legend.entries, classes, entry.value), confidence)
                      }
                    />
                    {entry.label}
                  </label>
                ) : (
                  entry.label
                )}
              </td>
              <td className="number">
                {area && `${Math.round(area.hectares).toLocaleString()} ha`}
              </td>
              <td className="number">{area && `${(area.share * 100).toFixed(1)} %`}</td>
            </tr>
          );
        })}
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
