// The API definition's schemas: `make bless` writes them, and a test compares them.

export type Allocation = {
  /** As the request named it. */
  map: string;
  samples: number;
  classes: {
    value: number;
    name: string;
    color?: string;
    hectares: number;
    samples_wanted: number;
    samples: number;
  }[];
};

export type ApplicationPackage = {
  /** id, title and description; inputs and outputs are those of classify-crops. */
  processDescription?: Record<string, unknown>;
  executionUnit: {
    type?: string;
    model: string;
  };
};

export type Assessment = {
  /** As the request named it. */
  map: string;
  samples: number;
  /** Where the map has no class. */
  samples_outside: number;
  kappa?: number;
  overall_accuracy: Interval;
  classes: {
    value: number;
    name: string;
    color?: string;
    samples_on_map: number;
    samples_true: number;
    users_accuracy: Interval;
    producers_accuracy: Interval;
    f1: Interval;
    hectares_counted: number;
    hectares: Interval;
  }[];
  confusion: number[][];
  confusion_is: string;
  method: string;
  comparison?: {
    other: string;
    samples: number;
    both_right: number;
    only_map_right: number;
    only_other_right: number;
    statistic: number;
    p_value: number;
  };
};

export type AuditEntry = {
  number: number;
  at: string;
  /** Who; empty for nobody. */
  actor: string;
  /** Id of the API key, settings for one of the settings, or empty. */
  via: string;
  /** Method and route. */
  action: string;
  /** Path that was asked for, and after a blank that of what was made. */
  target: string;
  address: string;
  /** HTTP status. */
  outcome: number;
  /** X-Request-Id. */
  request: string;
};

export type ClassArea = {
  id: number;
  name: string;
  color: string;
  pixels: number;
  hectares: number;
  /** Of what was classified. */
  share: number;
  /** Per cent. */
  mean_confidence?: number;
};

export type Conformance = {
  conformsTo: string[];
};

export type CropClass = {
  id: number;
  name: string;
  color: string;
};

export type Dataset = {
  name: string;
  versions: string[];
  /** What inputs of processes call the versions. */
  references: string[];
  reports?: Record<string, unknown>[];
  links: Link[];
};

export type DatasetReport = {
  name: string;
  version: string;
  rows: number;
  kept: number;
  /** Rows by class. */
  classes: Record<string, number>;
  /** The first of them. */
  left_out: {
    /** From 0, as the rows came. */
    row: number;
    reason: string;
  }[];
  /** Rows that were left out and are not listed. */
  omitted_count?: number;
  /** What inputs of processes call it. */
  dataset?: string;
  /** Of its samples. */
  sha256?: string;
  /** That has registered it. */
  job?: string;
};

export type Deployment = {
  /** A name, or name@version. */
  model: string;
  id?: string;
  title?: string;
  description?: string;
};

export type Estimate = {
  km2: number;
  pixels: number;
  scenes: number;
  /** Packed bytes of the tiles that are read. */
  bytes: number;
  past_jobs: number;
  /** As past jobs took for as much. */
  seconds?: number;
  /** Within which two thirds of past jobs lie. */
  seconds_error?: number;
};

export type Execute = {
  inputs?: Record<string, unknown>;
  outputs?: Record<string, Output>;
  response?: "raw" | "document";
  subscriber?: Subscriber;
};

export type Explanation = {
  /** name@version. */
  model: string;
  observations: number;
  /** Whether a map has no class here: too few observations. */
  nodata: boolean;
  steps: {
    /** First day. */
    start: string;
    /** Whether it was seen; else it is filled in. */
    clear: boolean;
    ndvi?: number;
    ndre?: number;
    evi?: number;
    ndwi?: number;
  }[];
  class: CropClass;
  probabilities: {
    class: string;
    color: string;
    ensemble: number;
    members: Record<string, number>;
  }[];
  contributions?: {
    feature: string;
    value?: number;
    contribution: number;
  }[];
  contributions_are?: string;
  scenes: {
    id: string;
    day: string;
    step: number;
  }[];
};

export type Interval = {
  value?: number;
  standard_error?: number;
  low?: number;
  high?: number;
};

export type JobList = {
  jobs: StatusInfo[];
  links: {
    href: string;
    rel: string;
    type: string;
    title: string;
  }[];
};

export type JobLog = {
  jobID: string;
  lines: {
    at: string;
    message: string;
  }[];
  links: {
    href: string;
    rel: string;
    type: string;
    title: string;
  }[];
};

export type Key = {
  id: string;
  /** For the header X-API-Key; only in the answer that makes it. */
  key?: string;
  /** As whom it signs in. */
  user: string;
  label: string;
  role: "viewer" | "analyst" | "admin";
  /** That it may execute; empty for all. */
  processes: string[];
  expires: string;
  created: string;
  createdBy: string;
  /** About. */
  lastUsed?: string;
  revoked?: string;
  valid: boolean;
  links: Link[];
};

export type LandingPage = {
  title?: string;
  description?: string;
  links: Link[];
};

export type LegendDocument = {
  type: string;
  title?: string;
  entries: {
    value: number;
    label: string;
    color: string;
    hectares?: number;
  }[];
};

export type Link = {
  href: string;
  rel?: string;
  type?: string;
  hreflang?: string;
  title?: string;
};

export type MapClass = {
  value: number;
  name: string;
  color?: string;
};

export type ModelBundle = {
  name: string;
  version: string;
  featureSet: string;
  featureSha256: string;
  classes: CropClass[];
  season: {
    start: string;
    end: string;
  };
  members: {
    type: string;
    file: string;
    weight: number;
    sha256: string;
  }[];
  scaler: {
    mean: number[];
    scale: number[];
  } | null;
  training: {
    dataset: string;
    datasetSha256: string | null;
    rowsPerClass: Record<string, number>;
  };
  metrics: Record<string, number>;
  mlflowRunId: string | null;
  temperature: number | null;
  applicability: {
    file: string;
    sha256: string;
  } | null;
  card: {
    file: string;
    sha256: string;
  } | null;
  job: string | null;
};

export type ModelCard = {
  /** name@version. */
  model: string;
  created: string;
  dataset: string;
  dataset_sha256: string | null;
  season: string;
  feature_set: string;
  rows: number;
  groups: number;
  bounds?: number[];
  accuracy: {
    folds: number;
    overall: number;
    kappa?: number;
    log_loss?: number;
    interval: number[];
    classes: {
      class: string;
      rows: number;
      users?: number;
      producers?: number;
      f1?: number;
    }[];
    confusion: number[][];
  };
  members: {
    type: string;
    weight: number;
    parameters: string;
    accuracy?: number;
  }[];
  limits: string[];
  /** Largest first. */
  importance: {
    feature: string;
    loss?: number;
  }[];
};

export type ModelInfo = {
  /** name@version. */
  id: string;
  name: string;
  version: string;
  default: boolean;
  deprecated: boolean;
  metrics: Record<string, number>;
  classes: CropClass[];
  links: {
    href: string;
    rel: string;
    type: string;
    title: string;
  }[];
  bundle?: ModelBundle;
  /** ModelCard, where the model was trained here. */
  card?: unknown;
};

export type ModelList = {
  models: ModelInfo[];
  links: {
    href: string;
    rel: string;
    type: string;
    title: string;
  }[];
};

export type Output = {
  format?: {
    mediaType?: string;
  };
  transmissionMode?: "value" | "reference";
};

export type PlannedPoints = {
  type: string;
  features: {
    type: string;
    id: number;
    geometry: PointGeometry;
    properties: {
      map_class: string;
      confidence?: number;
    };
  }[];
};

export type PointGeometry = {
  type: string;
  coordinates: number[];
};

export type PointValues = {
  /** Longitude, latitude. */
  coordinates: number[];
  /** By raster or band; null where there is no data. */
  values: Record<string, number | null>;
  class?: CropClass;
};

export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: {
    detail: string;
    /** JSON Pointer into the request (RFC 6901), as a fragment. */
    pointer: string;
  }[];
};

export type Process = ProcessSummary & {
  inputs?: Record<string, {
    title?: string;
    description?: string;
    minOccurs?: number;
    maxOccurs?: number;
    schema: Record<string, unknown>;
  }>;
  outputs?: Record<string, {
    title?: string;
    description?: string;
    schema: Record<string, unknown>;
  }>;
};

export type ProcessList = {
  processes: ProcessSummary[];
  links: Link[];
};

export type ProcessSummary = {
  id: string;
  version: string;
  title?: string;
  description?: string;
  keywords?: string[];
  /** Whether it was deployed. */
  mutable?: boolean;
  jobControlOptions?: ("sync-execute" | "async-execute" | "dismiss")[];
  outputTransmission?: ("value" | "reference")[];
  links?: Link[];
};

export type Provenance = {
  software: string;
  feature_set: string;
  model?: {
    id: string;
    sha256: string;
  };
  parameters: {
    aoi: Shape;
    start: string;
    end: string;
    min_observations: number;
    max_cloud_cover: number;
    min_applicability?: number;
  };
  catalogue: string;
  scenes: {
    id: string;
    datetime: string;
    baseline: number;
    assets: Record<string, {
      href: string;
      etag: string;
    }>;
  }[];
  scenes_left_out: {
    id: string;
    reason: string;
  }[];
  /** Their ids. */
  scenes_without_clear_pixels: string[];
};

export type RefinedProvenance = {
  /** The map's job. */
  refined_from: string;
  steps: string[];
  /** Of the request. */
  inputs: unknown;
};

export type RefinedSummary = {
  pixels_classified: number;
  hectares_classified: number;
  classes: ClassArea[];
};

export type RegionPlace = {
  /** Name of its layer. */
  layer: string;
  /** Key of its STAC collection in the bucket of results. */
  collection: string;
};

export type RegionReport = {
  name: string;
  pixels: number;
  hectares: number;
  pixels_classified: number;
  hectares_classified: number;
  classes: ClassArea[];
  districts: {
    name: string;
    pixels: number;
    hectares: number;
    pixels_classified: number;
    hectares_classified: number;
    classes: ClassArea[];
  }[];
};

/** A value or a link for each output. */
export type Results = Record<string, unknown>;

export type SampledFeatures = {
  type: string;
  features: {
    type: string;
    geometry: PointGeometry;
    properties: {
      location: string;
      observations: number;
    };
  }[];
};

export type ServiceList = {
  services: {
    title: string;
    /** Where people find it. */
    href: string;
    /** Whether it answers. */
    up: boolean;
  }[];
};

export type Session = {
  /** Whether this server asks who one is. */
  secured: boolean;
  /** As owners are named; without it the caller is nobody. */
  user?: string;
  /** For people; of a browser's session. */
  name?: string;
  roles?: ("viewer" | "analyst" | "admin")[];
  groups?: string[];
  /** When a browser's session ends at the latest. */
  expires?: string;
  /** Where a browser signs in; with ?to=, a path of this server, it comes back there. */
  signIn?: string;
};

export type Shape = {
  type: string;
  coordinates: unknown;
};

export type Sharing = {
  owner: string;
  sharing: "private" | "shared" | "public";
  users: string[];
  groups: string[];
};

export type StatusInfo = {
  jobID: string;
  id: string;
  processID: string;
  type: string;
  processingEntityType: string;
  status: "accepted" | "running" | "successful" | "failed" | "dismissed";
  message: string;
  /** Per cent. */
  progress: number;
  /** What is done now. */
  phase?: string;
  created: string;
  started?: string;
  finished?: string;
  updated: string;
  estimatedEnd?: string;
  owner: string;
  sharing: "private" | "shared" | "public";
  /** How much work it was. */
  measure?: unknown;
  exception?: ProblemDocument;
  links: {
    href: string;
    rel: string;
    type: string;
    title: string;
  }[];
};

export type Subscriber = {
  successUri?: string;
  inProgressUri?: string;
  failedUri?: string;
};

export type Summary = {
  pixels_in_aoi: number;
  /** With as many clear observations as were asked for. */
  pixels_observed: number;
  hectares_in_aoi: number;
  hectares_observed: number;
  observed_share: number;
  /** Without any clear observation. */
  unobserved_share: number;
  observations: {
    min: number;
    median: number;
    mean: number;
    max: number;
  };
  scenes: {
    used: number;
    without_clear_pixels: number;
    left_out: number;
  };
  /** What the area has that the result does not show. */
  warnings: string[];
  pixels_classified?: number;
  hectares_classified?: number;
  classes?: ClassArea[];
};

export type TileJson = {
  tilejson: string;
  name: string;
  scheme: string;
  description: string;
  attribution?: string;
  /** URL templates. */
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  /** West, south, east, north in degrees. */
  bounds: number[];
  /** Longitude, latitude, zoom. */
  center: number[];
  legend_entries: {
    value: number;
    label: string;
    color: string;
    hectares?: number;
  }[];
};

export type Transitions = {
  /** As the request named it. */
  before: string;
  /** As the request named it. */
  after: string;
  hectares: number;
  hectares_unchanged: number;
  transitions: {
    before: MapClass;
    after: MapClass;
    hectares: number;
  }[];
  classes: {
    value: number;
    name: string;
    color?: string;
    hectares_before: number;
    hectares_after: number;
    gain: number;
    loss: number;
  }[];
};

export type ZoneCollection = {
  type: string;
  features: {
    type: string;
    geometry: unknown;
    properties: ZoneFigures;
  }[];
};

export type ZoneFigures = {
  hectares: number;
  hectares_nodata: number;
  classes: {
    value: number;
    name: string;
    color?: string;
    pixels: number;
    hectares: number;
    share: number;
    /** Per cent. */
    mean_confidence?: number;
    /** Unbiased. */
    hectares_estimated?: number;
    /** Of the 95 % interval. */
    hectares_low?: number;
    /** Of the 95 % interval. */
    hectares_high?: number;
  }[];
} | {
  /** Pixels, by the share that the zone covers. */
  count: number;
  hectares: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  std: number | null;
  sum: number | null;
};
