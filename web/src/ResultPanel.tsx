import { useEffect, useState } from "react";
import * as api from "./api";
import type { Clicked } from "./CropMap";
import { Explain } from "./Explain";
import { Truth } from "./Truth";

interface Props {
  job: api.Job;
  raster: string;
  opacity: number;
  clicked: Clicked | undefined;
  onRaster: (raster: string) => void;
  onOpacity: (opacity: number) => void;
}

/** Layer choice, legend with areas, values of the clicked pixel, downloads. */
export function ResultPanel({ job, raster, opacity, clicked, onRaster, onOpacity }: Props) {
  const rasters = api.rasters(job).filter(({ name }) => name !== "probabilities");
  return (
    <section aria-label="Map">
      <h2>Map</h2>
      <div className="row">
        <label>
          Layer
          <select value={raster} onChange={(e) => onRaster(e.target.value)}>
            {rasters.map(({ name }) => (
              <option key={name} value={name.replaceAll(" ", "_")}>
                {name}
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
      {clicked && <Pixel clicked={clicked} />}
      {clicked?.point.class && <Explain job={job.jobID} clicked={clicked} />}
      <LegendList key={`${job.jobID}:${raster}`} job={job.jobID} raster={raster} />
      <Truth job={job.jobID} />
      <details>
        <summary>Download Cloud Optimized GeoTIFFs</summary>
        <ul>
          {api.rasters(job).map(({ name, href }) => (
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

function Pixel({ clicked }: { clicked: Clicked }) {
  const { values, class: crop } = clicked.point;
  return (
    <div className="pixel" aria-label="Clicked pixel" role="status">
      <span className="swatch" style={{ background: crop?.color ?? "transparent" }} />
      {crop ? (
        <>
          <strong>{crop.name}</strong> {values.confidence} % sure
          <small>
            NDVI peak {values.ndvi_peak?.toFixed(2)}, {values.observations} clear time steps
          </small>
        </>
      ) : (
        "No data here"
      )}
    </div>
  );
}

function LegendList({ job, raster }: { job: string; raster: string }) {
  const [legend, setLegend] = useState<api.Legend>();
  const [summary, setSummary] = useState<api.Summary>();
  useEffect(() => {
    let current = true;
    const layer = raster === "crop_type" ? job : `${job}:${raster}`;
    void api.legend(layer).then((found) => current && setLegend(found));
    void api.summary(job).then((found) => current && setSummary(found));
    return () => {
      current = false;
    };
  }, [job, raster]);
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
              <td>{entry.label}</td>
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
