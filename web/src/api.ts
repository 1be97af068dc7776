/** The OGC API that the page uses, and nothing but it. Links are relative to the page. */

export type Aoi = [number, number, number] | GeoJsonPolygon;

export interface GeoJsonPolygon {
  type: "Polygon";
  coordinates: number[][][];
}

export interface Inputs {
  aoi: Aoi;
  year: number;
  season: string;
  model: string;
  catalogue: string;
}

export interface Choices {
  seasons: string[];
  season: string;
  models: string[];
  model: string;
  catalogues: string[];
  catalogue: string;
}

export type Status = "accepted" | "running" | "successful" | "failed" | "dismissed";

export interface Link {
  href: string;
  rel: string;
  title: string;
}

export interface Job {
  jobID: string;
  status: Status;
  message: string;
  progress: number;
  created: string;
  links: Link[];
}

export interface CropArea {
  id: number;
  name: string;
  color: string;
  hectares: number;
  share: number;
}

export interface Summary {
  hectares_classified: number;
  classes: CropArea[];
}

export interface TileJson {
  bounds: [number, number, number, number];
  maxzoom: number;
}

export interface LegendEntry {
  value: number;
  label: string;
  color: string;
}

export interface Legend {
  type: "classes" | "ramp" | "picture";
  title?: string;
  entries: LegendEntry[];
}

export interface PointValues {
  values: Record<string, number>;
  class?: { id: number; name: string; color: string };
}

export interface Provenance {
  software: string;
  feature_set: string;
  model?: { id: string };
  parameters: { start: string; end: string; min_observations: number; max_cloud_cover: number };
  catalogue: string;
  scenes: { id: string; datetime: string }[];
  scenes_left_out: unknown[];
}

export interface Contribution {
  feature: string;
  value: number;
  contribution: number;
}

export interface Explanation {
  model: string;
  observations: number;
  class: { name: string };
  steps: {
    start: string;
    clear: boolean;
    ndvi: number;
    ndre: number;
    evi: number;
    ndwi: number;
  }[];
  probabilities: {
    class: string;
    color: string;
    ensemble: number;
    members: Record<string, number>;
  }[];
  contributions?: Contribution[];
  scenes: unknown[];
}

/** With the bounds of its 95 % interval. */
export interface Estimate {
  value?: number;
  low?: number;
  high?: number;
}

export interface Assessment {
  map: string;
  samples: number;
  overall_accuracy: Estimate;
  classes: {
    value: number;
    name: string;
    color: string;
    hectares: Estimate;
    hectares_counted: number;
    users_accuracy: Estimate;
    producers_accuracy: Estimate;
  }[];
}

export interface Card {
  rows: number;
  dataset: string;
  accuracy: { overall: number; kappa: number; interval: [number, number] };
  limits: string[];
}

export interface Model {
  id: string;
  card?: Card;
}

/** A problem document (RFC 9457) as an error whose message is for people. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function call(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(new URL(path, document.baseURI), init);
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Problem(response.status, problem.detail ?? problem.title ?? response.statusText);
  }
  return response;
}

async function get<T>(path: string): Promise<T> {
  return (await call(path, { headers: { Accept: "application/json" } })).json();
}

interface Schema {
  default?: string;
  enum?: string[];
  "x-choices"?: string[];
  anyOf?: Schema[];
}

/** What the form offers, from the description of the process. */
export async function choices(): Promise<Choices> {
  const process = await get<{ inputs: Record<string, { schema: Schema }> }>(
    "processes/classify-crops",
  );
  const schema = (name: string): Schema => process.inputs[name]?.schema ?? {};
  return {
    seasons: schema("season").enum ?? [],
    season: schema("season").default ?? "",
    models: schema("model")["x-choices"] ?? [],
    model: schema("model").default ?? "",
    catalogues: schema("catalogue").enum ?? schema("catalogue").anyOf?.[0]?.enum ?? [],
    catalogue: schema("catalogue").default ?? "",
  };
}

/** Runs a process and waits for one of its outputs. */
async function run<T>(process: string, inputs: object, output: string): Promise<T> {
  const response = await call(`processes/${process}/execution`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ inputs, outputs: { [output]: {} }, response: "raw" }),
  });
  return response.json();
}

/** What a map's model says of a place, in the season and by the scenes of that map. */
export function explain(made: Provenance, location: [number, number]): Promise<Explanation> {
  const { start, end, min_observations, max_cloud_cover } = made.parameters;
  const { catalogue } = made;
  return run(
    "explain-pixel",
    { location, start, end, min_observations, max_cloud_cover, catalogue, model: made.model?.id },
    "explanation",
  );
}

export async function assess(map: string, samples: unknown): Promise<void> {
  const value = { mediaType: "application/geo+json", value: samples };
  await run("assess-accuracy", { map, samples: value }, "assessment");
}

/** The newest assessment of a map. */
export async function assessment(map: string): Promise<Assessment | undefined> {
  const { jobs } = await get<{ jobs: Job[] }>(
    "jobs?limit=50&processID=assess-accuracy&status=successful",
  );
  for (const { jobID } of jobs) {
    const found = await get<Assessment>(`results/${jobID}/assessment.json`);
    if (found.map === map) {
      return found;
    }
  }
  return undefined;
}

export async function execute(inputs: Inputs): Promise<Job> {
  const response = await call("processes/classify-crops/execution", {
    method: "POST",
    headers: { "Content-Type": "application/json", Prefer: "respond-async" },
    body: JSON.stringify({ inputs }),
  });
  return response.json();
}

export const jobs = async () =>
  (await get<{ jobs: Job[] }>("jobs?limit=20&processID=classify-crops")).jobs;
export const job = (id: string) => get<Job>(`jobs/${id}`);
export const summary = (id: string) => get<Summary>(`results/${id}/summary.json`);
export const provenance = (id: string) => get<Provenance>(`results/${id}/provenance.json`);
export const model = (id: string) => get<Model>(`models/${id}`);
export const tileJson = (layer: string) => get<TileJson>(`xyz/${layer}/tilejson.json`);
export const legend = (layer: string) => get<Legend>(`xyz/${layer}/legend.json`);
export const point = (layer: string, lon: number, lat: number) =>
  get<PointValues>(`xyz/${layer}/point/${lon.toFixed(7)},${lat.toFixed(7)}`);

export async function dismiss(id: string): Promise<void> {
  await call(`jobs/${id}`, { method: "DELETE" });
}

/** The XYZ template of a layer, as OpenLayers wants it. */
export function tiles(layer: string, scale: number): string {
  const suffix = scale > 1 ? "@2x" : "";
  return new URL(`xyz/${layer}/`, document.baseURI).href + `{z}/{x}/{y}${suffix}.png`;
}

/** Rasters of a finished job, by the names of their files. */
export function rasters(job: Job): { name: string; href: string }[] {
  return job.links
    .filter((link) => link.rel === "enclosure")
    .map((link) => ({ name: link.title, href: link.href }));
}
