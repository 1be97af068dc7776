/** Documents that the page sends, and those of the API that it reads by the names that it has for them. */

import type * as api from "./schema";

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

export type Job = api.StatusInfo;
export type JobList = api.JobList;
export type JobLog = api.JobLog;
export type Status = Job["status"];
export type Sharing = Job["sharing"];

/** With whom something is shared; users and groups only where the server keeps them. */
export type Shared = Pick<api.Sharing, "owner" | "sharing"> & Partial<api.Sharing>;

export type Forecast = api.Estimate;

/** That of a map that was refined tells of its classes alone; results of older servers have no warnings. */
export type Summary = Partial<api.Summary>;
export type CropArea = api.ClassArea;

export type TileJson = Omit<api.TileJson, "bounds"> & { bounds: Bounds };
export type Legend = api.LegendDocument;
export type LegendEntry = Legend["entries"][number];
export type CropClass = api.CropClass;
export type PointValues = api.PointValues;

export type Provenance = api.Provenance;
export type Explanation = api.Explanation;
export type Contribution = NonNullable<Explanation["contributions"]>[number];
export type Step = Explanation["steps"][number];

export type Assessment = api.Assessment;
/** With the bounds of its 95 % interval. */
export type Interval = api.Interval;

/** Of a model from elsewhere, any member may be missing. */
export type Card = api.ModelCard;
export type Model = Omit<api.ModelInfo, "card"> & { card?: Card };
