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
