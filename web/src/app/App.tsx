import { lazy, Suspense, useEffect, useRef, useState } from "react";
import * as api from "../api";
import { client, isBusy, useChoices, useJob, useMaps } from "../api/queries";
import { JobList } from "../jobs/JobList";
import type { Clicked } from "../map/CropMap";
import type { Drawing } from "../map/shapes";
import { AoiForm } from "../new-map/AoiForm";
import { ResultPanel } from "../result/ResultPanel";
import { Connection } from "./Connection";
import { current, go, usePlace } from "./address";
import { useTitle } from "./title";

/** Per cent at which a job has found its scenes and begins to classify. */
const SEARCHED = 5;

// The form can be read while the map is on its way.
const CropMap = lazy(() => import("../map/CropMap").then(({ CropMap }) => ({ default: CropMap })));

/** A link that says where to look is not led elsewhere. */
const viewAsked = current().view !== undefined;

export function App() {
  const place = usePlace();
  const maps = useMaps();
  const jobs = maps.data?.pages.flatMap((page) => page.jobs) ?? [];
  const choices = useChoices();
  const chosen = useJob(place.map);
  const result = useResult(chosen.data, place.map);
  const [drawing, setDrawing] = useState<Drawing>();
  const [typed, setTyped] = useState(false);
  const [clicked, setClicked] = useState<Clicked>();
  const healthy = !maps.isError;

  // Who comes without a link sees the newest map; what others make later changes nothing here.
  const begun = useRef(place.map !== undefined);
  useEffect(() => {
    const newest = jobs.find((job) => job.status === "successful");
    if (!begun.current && maps.data) {
      begun.current = true;
      if (newest && !current().map) {
        go({ map: newest.jobID, ...(!viewAsked && { view: undefined }) }, "replace");
      }
    }
  });

  // What failed while the server was away is asked again when it is back.
  useEffect(() => {
    if (healthy) {
      void client.refetchQueries({ predicate: ({ state }) => state.status === "error" });
    }
  }, [healthy]);

  // The list is read anew when a job has begun or ended.
  const status = chosen.data?.status;
  useEffect(() => void client.invalidateQueries({ queryKey: ["maps"] }), [status]);

  const rasters = result ? api.rasters(result) : [];
  const wanted = place.layers.at(-1)!;
  const raster = rasters.includes(wanted.name) ? wanted.name : (rasters[0] ?? "crop_type");
  const layer = result && api.layerOf(result.jobID, raster);
  useTitle(layer, raster);

  function show(id: string) {
    go({ map: id, view: undefined, pixel: undefined });
  }

  async function run(inputs: api.Inputs) {
    const { jobID } = await api.execute(inputs);
    begun.current = true;
    go({ map: jobID, pixel: undefined, layers: [{ name: "crop_type", opacity: 1 }] });
  }

  const progress = chosen.data?.status === "running" ? chosen.data.progress : 0;
  return (
    <div className="app">
      <aside>
        <header>
          <h1>GeoCrop</h1>
          <p>Crop-type maps from Sentinel-2 time series</p>
          <nav aria-label="Service">
            <a href="processes?f=html">Processes</a> <a href="jobs?f=html">Jobs</a>{" "}
            <a href="api?f=html">API</a> <a href="doctor">Doctor</a>
          </nav>
        </header>
        <Connection error={maps.error} />
        {choices.data ? (
          <AoiForm
            choices={choices.data}
            form={place.form}
            drawing={drawing}
            onForm={(form, byTyping) => {
              go({ form }, "replace");
              setTyped(byTyping);
            }}
            onDraw={setDrawing}
            onRun={run}
          />
        ) : (
          <p className="skeleton">{choices.isError ? "" : "Loading…"}</p>
        )}
        <JobList
          jobs={jobs}
          live={chosen.data}
          chosen={place.map}
          more={maps.hasNextPage ? () => void maps.fetchNextPage() : undefined}
          onShow={show}
          onGone={(id) => {
            if (id === current().map) {
              const next = jobs.find((job) => job.status === "successful" && job.jobID !== id);
              go({ map: next?.jobID, view: undefined, pixel: undefined });
            }
          }}
        />
        <Missing error={chosen.error} gone={chosen.data?.status === "dismissed"} />
        {result && (
          <ResultPanel
            job={result}
            title={isBusy(chosen.data) ? "Until then: the map from before" : "Map"}
            raster={raster}
            opacity={wanted.opacity}
            clicked={clicked}
            classes={place.classes}
            confidence={place.confidence}
            onFilter={(classes, confidence) => go({ classes, confidence }, "replace")}
            onRaster={(name) => go({ layers: [{ name, opacity: wanted.opacity }] })}
            onOpacity={(opacity) => go({ layers: [{ name: raster, opacity }] }, "replace")}
          />
        )}
      </aside>
      <main>
        <Suspense fallback={<div className="map" aria-busy="true" />}>
          <CropMap
            job={result?.jobID}
            running={
              chosen.data && progress > SEARCHED
                ? { job: chosen.data.jobID, step: progress }
                : undefined
            }
            raster={raster}
            opacity={wanted.opacity}
            filter={raster === "crop_type" ? filterOf(place.classes, place.confidence) : ""}
            view={place.view}
            pixel={place.pixel}
            aoi={place.form.aoi}
            showAoi={typed}
            drawing={drawing}
            onView={(view) => go({ view }, "replace")}
            onDrawn={(aoi) => {
              go({ form: { ...current().form, aoi } });
              setTyped(false);
              setDrawing(undefined);
            }}
            onCancel={() => setDrawing(undefined)}
            onPixel={(pixel) => go({ pixel }, "replace")}
            onClicked={setClicked}
          />
        </Suspense>
      </main>
    </div>
  );
}

/** The result that is shown: the chosen one; while that is being made, the one before. */
function useResult(chosen: api.Job | undefined, id: string | undefined): api.Job | undefined {
  const [before, setBefore] = useState<api.Job>();
  const finished = chosen?.status === "successful" && chosen.jobID === id ? chosen : undefined;
  if (finished && finished !== before) {
    setBefore(finished);
  }
  const pending = isBusy(chosen) || chosen?.status === "failed";
  return finished ?? (pending ? before : undefined);
}

function Missing({ error, gone }: { error: Error | null; gone: boolean }) {
  const absent = error instanceof api.Problem && error.status === 404;
  return absent || gone ? (
    <p role="alert" className="error">
      This map is not there: it was removed, or is not shared with you.
    </p>
  ) : null;
}

function filterOf(classes: number[], confidence: number): string {
  const parts = [];
  if (classes.length > 0) {
    parts.push(`classes=${classes.join(",")}`);
  }
  if (confidence > 0) {
    parts.push(`minconf=${confidence}`);
  }
  return parts.join("&");
}
