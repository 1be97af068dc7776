import { lazy, Suspense } from "react";
import * as api from "../api";
import { useSummary } from "../api/queries";
import { useName } from "../app/title";
import type { Clicked } from "../map/CropMap";
import { Share } from "../share/Share";
import { t, word } from "../text";
import type { Layer } from "./layers";
import { Layers } from "./Layers";
import { Legend } from "./Legend";
import { Pixel } from "./Pixel";

const Explain = lazy(() => import("./Explain").then(({ Explain }) => ({ default: Explain })));
const Truth = lazy(() => import("../quality/Truth").then(({ Truth }) => ({ default: Truth })));

interface Props {
  job: api.Job;
  /** Whether it is shown only until the chosen one is made. */
  isBefore: boolean;
  /** The lowest first. */
  layers: Layer[];
  clicked: Clicked | undefined;
  /** Classes that are shown, all if none is named, and the least confidence in per cent. */
  classes: number[];
  confidence: number;
  onFilter: (classes: number[], confidence: number) => void;
  onLayers: (layers: Layer[], step: "push" | "replace") => void;
}

/** The clicked pixel, layers with their legends, sharing, quality, downloads. */
export function ResultPanel(props: Props) {
  const { job, isBefore, layers, clicked, onLayers } = props;
  const rasters = api.rasters(job);
  const name = useName(rasters[0] && api.layerOf(job.jobID, rasters[0]));
  return (
    <section aria-label={t("tab.map")}>
      {clicked && <Pixel clicked={clicked} layers={layers} />}
      {clicked?.point.class && (
        <Suspense>
          <Explain
            key={`${job.jobID} ${clicked.lonLat.join(",")}`}
            job={job.jobID}
            clicked={clicked}
          />
        </Suspense>
      )}
      <h2>{isBefore ? t("map.before") : (name ?? t("tab.map"))}</h2>
      <Warnings job={job.jobID} />
      <Layers rasters={rasters} layers={layers} onLayers={onLayers} />
      {[...layers].reverse().map((layer) => (
        <Legend
          key={`${job.jobID}:${layer.name}`}
          job={job.jobID}
          raster={layer.name}
          classes={props.classes}
          confidence={props.confidence}
          onFilter={props.onFilter}
        />
      ))}
      <Share key={`share ${job.jobID}`} job={job} />
      <Suspense>
        <Truth key={job.jobID} job={job.jobID} />
      </Suspense>
      <details>
        <summary>{t("download")}</summary>
        <ul>
          {api.downloads(job).map(({ name: title, href }) => (
            <li key={title}>
              <a href={href} download>
                {word("raster", title.replaceAll(" ", "_"))}
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
    <ul className="notice" aria-label={t("warnings")}>
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}
