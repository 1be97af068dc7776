/** A process as the API describes it, and what the form knows of JSON Schema. */

export interface Schema {
  type?: string;
  title?: string;
  format?: string;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  contentMediaType?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  /** Values that are known, of which others may be given, too. */
  "x-choices"?: string[];
}

export interface Input {
  title: string;
  description: string;
  minOccurs: number;
  maxOccurs: number;
  schema: Schema;
}

export interface Description {
  id: string;
  title: string;
  inputs: Record<string, Input>;
  outputs: Record<string, { title: string; schema: Schema }>;
  example?: { inputs: Inputs };
}

/** Values by the names of inputs, as the form has them: objects are not wrapped yet. */
export type Inputs = Record<string, unknown>;

/** Media types by outputs that are wanted in another than their first. */
export type Formats = Record<string, string>;

export interface Request {
  inputs: Inputs;
  outputs?: Record<string, { format?: { mediaType: string } }>;
}

/** What was typed and is no value of its field yet. */
export class Unreadable {
  constructor(
    readonly text: string,
    readonly why: string,
  ) {}

  toJSON(): string {
    return this.text;
  }
}

/** An input that the server is to fetch. */
export const isReference = (value: unknown): value is { href: string } =>
  isObject(value) && "href" in value;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Unreadable);

/** The schema of what an input is given as: several values are an array. */
export const schemaOf = ({ schema, maxOccurs }: Input): Schema =>
  maxOccurs > 1 ? { type: "array", items: schema, maxItems: maxOccurs } : schema;

/** The media types of an output, its first one first. */
export const mediaTypes = ({ anyOf, contentMediaType }: Schema): string[] =>
  (anyOf?.map((form) => form.contentMediaType) ?? [contentMediaType]).filter(
    (type): type is string => !!type,
  );

/** The execute request of what is filled in: objects are qualified values (OGC 18-062r2, requirement 18). */
export function requestOf(
  { inputs, outputs }: Description,
  given: Inputs,
  formats: Formats,
): Request {
  const filled = Object.entries(given).filter(([, value]) => value !== undefined);
  const request: Request = {
    inputs: Object.fromEntries(
      filled.map(([name, value]) => [name, qualified(inputs[name]?.schema ?? {}, value)]),
    ),
  };
  if (Object.keys(formats).length > 0) {
    request.outputs = Object.fromEntries(
      Object.keys(outputs).map((name) => [
        name,
        formats[name] ? { format: { mediaType: formats[name] } } : {},
      ]),
    );
  }
  return request;
}

function qualified(schema: Schema, value: unknown): unknown {
  if (!isObject(value) || isReference(value) || "bbox" in value) {
    return value;
  }
  const isGeoJson = waysOf(schema).some(({ format }) => format?.startsWith("geojson-"));
  return { ...(isGeoJson && { mediaType: "application/geo+json" }), value };
}

/** What a request fills in. */
export function filledBy(request: unknown): [Inputs, Formats] {
  const { inputs = {}, outputs = {} } = (request ?? {}) as Partial<Request>;
  const values = Object.entries(inputs).map(([name, value]) => [
    name,
    isObject(value) && "value" in value ? value.value : value,
  ]);
  const formats = Object.entries(outputs)
    .map(([name, wish]) => [name, wish.format?.mediaType])
    .filter(([, type]) => type);
  return [Object.fromEntries(values), Object.fromEntries(formats)];
}

/** The forms that a value may have: one, unless the schema has alternatives. */
export const waysOf = (schema: Schema): Schema[] => schema.anyOf ?? schema.oneOf ?? [schema];
