/** Documents of the OGC API that the page reads, and nothing but it. */

/** `[lon, lat, radius]` in degrees and metres, or a polygon in degrees. */
export type Aoi = [number, number, number] | Polygonal;

export type Polygonal =
  | { type: "Polygon"; coordinates: number[][][] }
  | { type: "MultiPolygon"; coordinates: number[][][][] };

export interface Inputs {
  aoi: Aoi;
  year?: number;
  season?: string;
  start?: string;
  end?: string;
  model: string;
  catalogue: string;
  uncertainty?: boolean;
  probabilities?: boolean;
  max_cloud_cover?: number;
}

export type Bounds = [number, number, number, number];

export type Status = "accepted" | "running" | "successful" | "failed" | "dismissed";
export type Sharing = "private" | "shared" | "public";

/** With whom something is shared; users and groups only where the server keeps them. */
export interface Shared {
  owner: string;
  sharing: Sharing;
  users?: string[];
  groups?: string[];
}

export interface Link {
  href: string;
  rel: string;
  title: string;
}

export interface Job {
  jobID: string;
  processID: string;
  status: Status;
  message: string;
  progress: number;
  phase?: string;
  created: string;
  started?: string;
  finished?: string;
  estimatedEnd?: string;
  owner: string;
  sharing: Sharing;
  links: Link[];
}

export interface JobList {
  jobs: Job[];
  links: Link[];
}

export interface JobLog {
  lines: { at: string; message: string }[];
}

export interface Forecast {
  km2: number;
  pixels: number;
  scenes: number;
  bytes: number;
  past_jobs: number;
  seconds?: number;
  seconds_error?: number;
}

export interface CropArea {
  id: number;
  name: string;
  color: string;
  hectares: number;
  share: number;
  mean_confidence: number;
}

export interface Summary {
  /** What is not as it should be; not in results of older servers. */
  warnings?: string[];
  hectares_in_aoi: number;
  hectares_classified: number;
  classes: CropArea[];
}

export interface TileJson {
  description: string;
  bounds: Bounds;
  maxzoom: number;
}

export interface LegendEntry {
  value: number;
  label: string;
  color: string;
}

export interface Legend {
  type: "classes" | "ramp" | "picture" | "intervals" | "values";
  title?: string;
  entries: LegendEntry[];
}

export interface CropClass {
  id: number;
  name: string;
  color: string;
}

export interface PointValues {
  values: Record<string, number | number[]>;
  class?: CropClass;
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

export interface Step {
  start: string;
  clear: boolean;
  ndvi: number;
  ndre: number;
  evi: number;
  ndwi: number;
}

export interface Explanation {
  model: string;
  observations: number;
  class: { name: string };
  steps: Step[];
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
export interface Interval {
  value?: number;
  low?: number;
  high?: number;
}

export interface Assessment {
  map: string;
  samples: number;
  overall_accuracy: Interval;
  classes: {
    value: number;
    name: string;
    color: string;
    hectares: Interval;
    hectares_counted: number;
    users_accuracy: Interval;
    producers_accuracy: Interval;
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
  name: string;
  deprecated?: boolean;
  classes: CropClass[];
  card?: Card;
}
