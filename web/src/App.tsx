import { useCallback, useEffect, useState } from "react";
import * as api from "./api";
import { AoiForm } from "./AoiForm";
import { CropMap, type Clicked } from "./CropMap";
import type { Drawing } from "./draw";
import { JobList } from "./JobList";
import { ResultPanel } from "./ResultPanel";
import { useJobs } from "./useJobs";

/** Per cent at which a job has found its scenes and begins to classify. */
const SEARCHED = 5;

export function App() {
  const { jobs, error: jobsError, refresh } = useJobs();
  const [choices, setChoices] = useState<api.Choices>();
  const [aoi, setAoi] = useState<api.Aoi>();
  const [typed, setTyped] = useState(false);
  const [drawing, setDrawing] = useState<Drawing>();
  const [chosen, setChosen] = useState<string>();
  const [raster, setRaster] = useState("crop_type");
  const [opacity, setOpacity] = useState(1);
  const [clicked, setClicked] = useState<Clicked>();
  const [error, setError] = useState<string>();

  useEffect(() => {
    const failed = (event: PromiseRejectionEvent) => setError(String(event.reason?.message));
    window.addEventListener("unhandledrejection", failed);
    void api.choices().then(setChoices);
    return () => window.removeEventListener("unhandledrejection", failed);
  }, []);

  // Until someone chooses, the newest map is shown.
  const shown =
    jobs.find((job) => job.jobID === chosen) ?? jobs.find((job) => job.status === "successful");
  const finished = shown?.status === "successful" ? shown : undefined;
  const progress = shown?.status === "running" ? (shown.progress ?? 0) : 0;
  const running = shown && progress > SEARCHED ? { job: shown.jobID, step: progress } : undefined;

  const show = useCallback((id: string) => {
    setChosen(id);
    setClicked(undefined);
  }, []);
  const drawn = useCallback((area: api.Aoi) => {
    setAoi(area);
    setTyped(false);
    setDrawing(undefined);
  }, []);

  async function run(inputs: api.Inputs) {
    setError(undefined);
    try {
      show((await api.execute(inputs)).jobID);
      setRaster("crop_type");
    } catch (e) {
      setError((e as Error).message);
    }
    await refresh();
  }

  async function remove(id: string) {
    try {
      await api.dismiss(id);
    } catch (e) {
      setError((e as Error).message);
    }
    await refresh();
  }

  return (
    <div className="app">
      <aside>
        <header>
          <h1>GeoCrop</h1>
          <p>Crop-type maps from Sentinel-2 time series</p>
        </header>
        {(error ?? jobsError) && (
          <p role="alert" className="error">
            {error ?? jobsError}
          </p>
        )}
        {choices && (
          <AoiForm
            choices={choices}
            aoi={aoi}
            drawing={drawing}
            onAoi={(area) => {
              setAoi(area);
              setTyped(true);
            }}
            onDraw={setDrawing}
            onRun={run}
          />
        )}
        <JobList jobs={jobs} shown={shown?.jobID} onShow={show} onRemove={remove} />
        {finished && (
          <ResultPanel
            job={finished}
            raster={raster}
            opacity={opacity}
            clicked={clicked}
            onRaster={setRaster}
            onOpacity={setOpacity}
          />
        )}
      </aside>
      <CropMap
        job={finished?.jobID}
        running={running}
        raster={raster}
        opacity={opacity}
        aoi={aoi}
        showAoi={typed}
        drawing={drawing}
        clicked={clicked}
        onDrawn={drawn}
        onClick={setClicked}
      />
    </div>
  );
}
