import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useSession } from "../account/session";
import * as api from "../api";
import { client, isBusy, useChoices, useDown, useJob, useMaps } from "../api/queries";
import { JobState } from "../jobs/JobState";
import type { Clicked } from "../map/CropMap";
import type { Drawing } from "../map/shapes";
import { layersOf } from "../result/layers";
import { ResultPanel } from "../result/ResultPanel";
import { LANGUAGES, speak, t, useLanguage, type Language } from "../text";
import { Connection } from "./Connection";
import { current, go, usePlace, type Panel } from "./address";
import { Sheet } from "./Sheet";
import { useTitle } from "./title";

/** Per cent at which a job has found its scenes and begins to classify. */
const SEARCHED = 5;
const PANELS: Panel[] = ["map", "new", "maps", "about"];

// Split by place: what is not open is not loaded, and the panel that is open comes before the map beside it.
const load = {
  new: () => import("../new-map/NewMap").then(({ NewMap }) => ({ default: NewMap })),
  maps: () => import("../jobs/JobList").then(({ JobList }) => ({ default: JobList })),
  about: () => import("../about/About").then(({ About }) => ({ default: About })),
};
const { panel: first } = current();
const opened = first === "map" ? undefined : load[first]();
const CropMap = lazy(async () => {
  await opened?.catch(() => undefined);
  const { CropMap } = await import("../map/CropMap");
  return { default: CropMap };
});
const NewMap = lazy(load.new);
const JobList = lazy(load.maps);
const About = lazy(load.about);
const Account = lazy(() =>
  import("../account/Account").then(({ Account }) => ({ default: Account })),
);
const Search = lazy(() => import("../search/Search").then(({ Search }) => ({ default: Search })));

/** A link that says where to look is not led elsewhere. */
const viewAsked = current().view !== undefined;
const panelAsked = new URLSearchParams(location.search).has("p");

export function App() {
  const language = useLanguage();
  const place = usePlace();
  const maps = useMaps();
  const down = useDown();
  const choices = useChoices();
  const chosen = useJob(place.map);
  const fault = chosen.error instanceof api.Problem ? chosen.error : undefined;
  const absent = fault?.status === 404 || chosen.data?.status === "dismissed";
  const job = absent ? undefined : chosen.data;
  const result = useResult(job, place.map);
  const [drawing, setDrawing] = useState<Drawing>();
  const [editing, setEditing] = useState(false);
  const [typed, setTyped] = useState(false);
  const [clicked, setClicked] = useState<Clicked>();
  const [stop, setStop] = useState<"peek" | "half" | "full">("half");
  const healthy = !maps.isError;

  // Who comes without a link sees the newest map; what others make later changes nothing here.
  const begun = useRef(place.map !== undefined);
  useEffect(() => {
    if (!begun.current && maps.data) {
      begun.current = true;
      const jobs = maps.data.pages.flatMap((page) => page.jobs);
      const newest = jobs.find((job) => job.status === "successful");
      if (newest && !current().map) {
        const panel = panelAsked || current().form.aoi ? current().panel : "map";
        go({ map: newest.jobID, panel, ...(!viewAsked && { view: undefined }) }, "replace");
      }
    }
  });

  // Who comes without an account and a link is told what there is to see.
  const { data: session } = useSession();
  const isVisitor = session?.secured && !session.user;
  useEffect(() => {
    if (isVisitor && !panelAsked && !current().map && !current().form.aoi) {
      go({ panel: "about" }, "replace");
    }
  }, [isVisitor]);

  // What failed while the server was away is asked again when it is back.
  useEffect(() => {
    if (healthy) {
      void client.refetchQueries({ predicate: ({ state }) => state.status === "error" });
    }
  }, [healthy]);

  // The list is read anew when a job has begun or ended, and when some request found nobody signed in.
  const status = chosen.data?.status;
  useEffect(() => void client.invalidateQueries({ queryKey: ["maps"] }), [status]);
  useEffect(() => {
    const check = () => {
      for (const key of healthy ? ["session", "maps"] : ["session"]) {
        // It may itself be what was refused.
        if (client.isFetching({ queryKey: [key] }) === 0) {
          void client.invalidateQueries({ queryKey: [key] });
        }
      }
    };
    window.addEventListener(api.SIGNED_OUT, check);
    return () => window.removeEventListener(api.SIGNED_OUT, check);
  }, [healthy]);

  const layers = result ? layersOf(result, place.layers) : [];
  const top = layers.at(-1)?.name ?? "crop_type";
  useTitle(result && api.layerOf(result.jobID, top), top, job);

  async function run(inputs: api.Inputs) {
    const { jobID } = await api.execute(inputs);
    begun.current = true;
    setEditing(false);
    go({ map: jobID, panel: "map", pixel: undefined, layers: [{ name: "crop_type", opacity: 1 }] });
  }

  const show = (id: string) => go({ map: id, panel: "map", view: undefined, pixel: undefined });

  const progress = job?.status === "running" ? job.progress : 0;
  const filter = filterOf(place.classes, place.confidence);
  return (
    <div className="app" key={language} data-stop={stop}>
      <Sheet stop={stop} onStop={setStop}>
        <header className="head">
          <h1>GeoCrop</h1>
          <select
            aria-label={t("language")}
            value={language}
            onChange={(e) => void speak(e.target.value as Language, true)}
          >
            {Object.entries(LANGUAGES).map(([tag, name]) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </select>
          <Suspense>
            <Account />
          </Suspense>
        </header>
        <nav className="tabs" aria-label={t("tabs")}>
          {PANELS.map((panel) => (
            <button
              key={panel}
              type="button"
              aria-current={place.panel === panel ? "page" : undefined}
              onClick={() => {
                go({ panel });
                setStop((now) => (now === "peek" ? "half" : now));
              }}
            >
              {t(`tab.${panel}`)}
            </button>
          ))}
        </nav>
        <Connection error={maps.error ?? (fault?.refused ? fault : down)} />
        <Suspense fallback={<p aria-busy="true">{t("loading")}</p>}>
          {place.panel === "new" && (
            <NewMap
              choices={choices.data}
              form={place.form}
              isFirst={maps.data !== undefined && maps.data.pages[0]?.jobs.length === 0}
              drawing={drawing}
              editing={editing}
              onForm={(form, byTyping) => {
                go({ form }, "replace");
                setTyped(byTyping);
              }}
              onDraw={(shape) => {
                setDrawing(shape);
                setEditing(false);
                if (shape) {
                  setStop("peek");
                }
              }}
              onEdit={setEditing}
              onRun={run}
            />
          )}
          {place.panel === "maps" && (
            <JobList
              live={chosen.data}
              chosen={place.map}
              onShow={show}
              onGone={(id, next) => {
                if (id === current().map) {
                  go({ map: next, view: undefined, pixel: undefined, panel: "maps" });
                }
              }}
            />
          )}
          {place.panel === "about" && <About onShow={show} />}
        </Suspense>
        {place.panel === "map" && (
          <>
            {job && <JobState job={job} />}
            {absent && (
              <p role="alert" className="error">
                {t("map.missing")}
              </p>
            )}
            {result ? (
              <ResultPanel
                job={result}
                isBefore={isBusy(job)}
                layers={layers}
                clicked={clicked}
                classes={place.classes}
                confidence={place.confidence}
                onFilter={(classes, confidence) => go({ classes, confidence }, "replace")}
                onLayers={(list, step) => go({ layers: list }, step)}
              />
            ) : (
              !place.map && maps.data && <p>{t("maps.none")}</p>
            )}
          </>
        )}
        <footer>
          <nav aria-label={t("service")}>
            <a href="processes?f=html">{t("service.processes")}</a>{" "}
            <a href="jobs?f=html">{t("service.jobs")}</a>{" "}
            <a href="models?f=html">{t("service.models")}</a> <a href="api?f=html">API</a>{" "}
            <a href="doctor">{t("service.doctor")}</a>
          </nav>
          <small>{t("sources")}</small>
        </footer>
      </Sheet>
      <main>
        <Suspense fallback={<div className="map" aria-busy="true" />}>
          <CropMap
            layers={layers.map(({ name, opacity }) => ({
              layer: api.layerOf(result!.jobID, name),
              opacity,
              filter: name === "crop_type" ? filter : "",
            }))}
            probe={result && api.layerOf(result.jobID, api.rasters(result)[0] ?? "crop_type")}
            running={progress > SEARCHED ? { job: job!.jobID, step: progress } : undefined}
            empty={chosen.isError || (!place.map && !maps.isPending)}
            view={place.view}
            pixel={place.pixel}
            aoi={place.panel === "new" || editing || drawing ? place.form.aoi : undefined}
            showAoi={typed}
            drawing={drawing}
            editing={editing && place.panel === "new"}
            limit={choices.data?.limit ?? Infinity}
            onView={(view) => go({ view }, "replace")}
            onDrawn={(aoi) => {
              setTyped(false);
              setDrawing(undefined);
              go({ form: { ...current().form, aoi } }, "replace");
              setStop((now) => (now === "peek" ? "half" : now));
            }}
            onCancel={() => setDrawing(undefined)}
            onPixel={(pixel) => {
              go({ pixel, panel: "map" }, "replace");
              setStop((now) => (now === "peek" ? "half" : now));
            }}
            onClicked={setClicked}
          />
        </Suspense>
        <Suspense>
          <Search onFound={(lonLat, zoom) => go({ view: [...lonLat, zoom] })} />
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
