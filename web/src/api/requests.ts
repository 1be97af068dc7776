import { address, call, get, post, Problem } from "./http";
import type * as t from "./types";

const MAPS = "accepted,running,successful,failed";

/** Which jobs a list is of: of one process or, if that is empty, of all that give rasters. */
export interface Kind {
  process: string;
  status: string;
}

export const EVERY_KIND: Kind = { process: "", status: MAPS };

/** A season calendar: month and day of its first and last day. */
export interface Calendar {
  id: string;
  title: string;
  start: string;
  end: string;
}

interface Schema {
  default?: string;
  "x-calendars"?: Calendar[];
  enum?: string[];
  maximum?: number;
  "x-choices"?: string[];
  anyOf?: Schema[];
}

export interface Choices {
  seasons: Calendar[];
  season: string;
  models: string[];
  model: string;
  catalogues: string[];
  catalogue: string;
  /** Square kilometres. */
  limit: number;
  /** Inputs that work at once, on the sample landscape. */
  example: t.Inputs | undefined;
}

/** What the form offers. */
export async function choices(signal?: AbortSignal): Promise<Choices> {
  interface Description {
    inputs: Record<string, { description: string; schema: Schema }>;
    example?: { inputs: t.Inputs };
  }
  const process = await get<Description>("processes/classify-crops", signal);
  const schema = (name: string): Schema => process.inputs[name]?.schema ?? {};
  const limit = /at most ([\d.]+) km²/.exec(process.inputs["aoi"]?.description ?? "");
  return {
    seasons:
      schema("season")["x-calendars"] ??
      (schema("season").enum ?? []).map((id) => ({ id, title: id, start: "", end: "" })),
    season: schema("season").default ?? "",
    catalogues: schema("catalogue").enum ?? schema("catalogue").anyOf?.[0]?.enum ?? [],
    models: schema("model")["x-choices"] ?? [],
    model: schema("model").default ?? "",
    catalogue: schema("catalogue").default ?? "",
    limit: limit ? Number(limit[1]) : Infinity,
    example: process.example?.inputs,
  };
}

export const estimate = (inputs: t.Inputs, signal?: AbortSignal) =>
  post<t.Forecast>("processes/classify-crops/estimate", { inputs }, {}, signal);

export const execute = (inputs: t.Inputs) =>
  post<t.Job>("processes/classify-crops/execution", { inputs }, { Prefer: "respond-async" });

/** Runs a process and waits for one of its outputs. */
const run = <T>(process: string, inputs: object, output: string) =>
  post<T>(`processes/${process}/execution`, {
    inputs,
    outputs: { [output]: {} },
    response: "raw",
  });

/** What a map's model says of a place, in the season and by the scenes of that map. */
export function explain(made: t.Provenance, location: number[]): Promise<t.Explanation> {
  const { start, end, min_observations, max_cloud_cover } = made.parameters;
  const { catalogue } = made;
  return run(
    "explain-pixel",
    { location, start, end, min_observations, max_cloud_cover, catalogue, model: made.model?.id },
    "explanation",
  );
}

export const assess = (map: string, samples: unknown) =>
  run<t.Assessment>(
    "assess-accuracy",
    { map, samples: { mediaType: "application/geo+json", value: samples } },
    "assessment",
  );

/** The newest assessment of a map; of several, one that can't be read hides none of the others. */
export async function assessment(map: string): Promise<t.Assessment | null> {
  const { jobs } = await get<t.JobList>(
    "jobs?limit=50&processID=assess-accuracy&status=successful",
  );
  const found = await Promise.all(
    jobs.map(({ jobID }) =>
      get<t.Assessment>(`results/${jobID}/assessment.json`).catch(() => undefined),
    ),
  );
  return found.find((each) => each?.map === map) ?? null;
}

/** A page of jobs that make maps, of whichever process; the next one begins after a cursor. */
export const jobs = ({ process, status }: Kind, after?: string, signal?: AbortSignal) =>
  get<t.JobList>(
    `jobs?limit=20&output=image%2Ftiff&status=${status}` +
      (process && `&processID=${encodeURIComponent(process)}`) +
      (after ? `&after=${encodeURIComponent(after)}` : ""),
    signal,
  );

/** The cursor of the page after a page. */
export function cursor(list: t.JobList): string | undefined {
  const next = list.links.find(({ rel }) => rel === "next");
  return next && (new URL(next.href).searchParams.get("after") ?? undefined);
}

export const job = (id: string, signal?: AbortSignal) => get<t.Job>(`jobs/${id}`, signal);
export const log = (id: string) => get<t.JobLog>(`jobs/${id}/log`);
export const summary = (id: string) => get<t.Summary>(`results/${id}/summary.json`);
export const provenance = (id: string) => get<t.Provenance>(`results/${id}/provenance.json`);
export const models = () => get<{ models: t.Model[] }>("models").then(({ models }) => models);
export const model = (id: string) => get<t.Model>(`models/${encodeURIComponent(id)}`);
export const tileJson = (layer: string, signal?: AbortSignal) =>
  get<t.TileJson>(`xyz/${layer}/tilejson.json`, signal);
export const legend = (layer: string) => get<t.Legend>(`xyz/${layer}/legend.json`);
export const point = (layer: string, [lon = 0, lat = 0]: number[], signal?: AbortSignal) =>
  get<t.PointValues>(`xyz/${layer}/point/${lon.toFixed(7)},${lat.toFixed(7)}`, signal);

export async function dismiss(id: string, leaving = false): Promise<void> {
  await call(`jobs/${id}`, { method: "DELETE", keepalive: leaving });
}

/** Who may see a job; servers that keep no groups tell it in the job alone. */
export async function sharing(id: string): Promise<t.Shared> {
  try {
    return await get<t.Shared>(`jobs/${id}/sharing`);
  } catch (e) {
    if (e instanceof Problem && (e.status === 404 || e.status === 405)) {
      const { owner, sharing } = await job(id);
      return { owner, sharing };
    }
    throw e;
  }
}

/** Shares a job with nobody else than is named. */
export const share = (id: string, shared: Omit<t.Shared, "owner">) =>
  call(`jobs/${id}/sharing`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(shared),
  });

/** The XYZ template of a layer, as OpenLayers wants it. */
export function tiles(layer: string, scale: number, query: string): string {
  const suffix = scale > 1 ? "@2x" : "";
  return address(`xyz/${layer}/`) + `{z}/{x}/{y}${suffix}.png${query && "?"}${query}`;
}

/** The layer of a raster: a map of classes has the name of its job. */
export function layerOf(id: string, raster: string): string {
  return raster === "crop_type" ? id : `${id}:${raster}`;
}

/** A small picture of a layer. */
export const thumbnail = (layer: string) => address(`xyz/${layer}/preview.png?max_size=96`);

/** Rasters of a finished job that can be drawn: all but those with a band for each class. */
export function rasters(job: t.Job): string[] {
  const files = downloads(job).map(({ name }) => name.replaceAll(" ", "_"));
  // A region has no files of its own, but a layer of all its map tiles.
  const isRegion = files.length === 0 && job.links.some(({ rel }) => rel === "tilejson");
  return isRegion ? ["crop_type"] : files.filter((name) => name !== "probabilities");
}

export function downloads(job: t.Job): { name: string; href: string }[] {
  return job.links
    .filter((link) => link.rel === "enclosure")
    .map((link) => ({ name: link.title, href: link.href }));
}
