import { Validator, type OutputUnit, type Schema as AnySchema } from "@cfworker/json-schema";
import {
  isReference,
  Unreadable,
  waysOf,
  type Description,
  type Input,
  type Inputs,
  type Schema,
} from "./description";

/** What is wrong with an input, in words, by its name. */
export type Faults = Record<string, string>;

/** What the server would refuse, as far as the schemas tell; it interprets them, for the page's policy lets nothing be compiled. */
export function faultsOf(process: Description, inputs: Inputs): Faults {
  const faults: Faults = {};
  for (const [name, input] of Object.entries(process.inputs)) {
    const fault = faultOf(input, inputs[name]);
    if (fault) {
      faults[name] = fault;
    }
  }
  return faults;
}

function faultOf(input: Input, value: unknown): string | undefined {
  if (value === undefined) {
    return input.minOccurs > 0 ? "This is needed." : undefined;
  }
  if (input.maxOccurs === 1) {
    return faultIn(input.schema, value);
  }
  const values = Array.isArray(value) ? value : [value];
  if (values.length > input.maxOccurs) {
    return `At most ${input.maxOccurs} values.`;
  }
  return values.map((each) => faultIn(input.schema, each)).find(Boolean);
}

function faultIn(schema: Schema, value: unknown): string | undefined {
  const unreadable = firstUnreadable(value);
  if (unreadable) {
    return unreadable.why;
  }
  if (isReference(value)) {
    return /^https?:\/\/[^\s/]+/i.test(value.href)
      ? undefined
      : "An address begins with https:// or http://.";
  }
  const way = wayOf(schema, value);
  const { valid, errors } = check(way, value);
  return valid ? undefined : say(way, deepest(errors));
}

function firstUnreadable(value: unknown): Unreadable | undefined {
  if (value instanceof Unreadable) {
    return value;
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).map(firstUnreadable).find(Boolean)
    : undefined;
}

/** The alternative that a value is meant as: one that it fits, or else one of its type. */
export function wayOf(schema: Schema, value: unknown): Schema {
  const ways = waysOf(schema);
  const type = Array.isArray(value) ? "array" : typeof value;
  return (
    ways.find((way) => check(way, value).valid) ?? ways.find((way) => way.type === type) ?? ways[0]!
  );
}

function check(schema: Schema, value: unknown) {
  return new Validator(schema as AnySchema, "2020-12", false).validate(value);
}

const depth = ({ instanceLocation }: OutputUnit) => instanceLocation.split("/").length;

/** Errors of parts make errors of the whole: the part's says what is wrong. */
const deepest = (errors: OutputUnit[]): OutputUnit =>
  errors.reduce((a, b) => (depth(b) > depth(a) ? b : a));

function say(schema: Schema, { keyword, keywordLocation, error }: OutputUnit): string {
  const limit = keywordLocation
    .split("/")
    .slice(1)
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], schema);
  switch (keyword) {
    case "minimum":
      return `At least ${limit}.`;
    case "maximum":
      return `At most ${limit}.`;
    case "maxLength":
      return `At most ${limit} characters.`;
    case "minItems":
      return `At least ${limit} values.`;
    case "maxItems":
      return `At most ${limit} values.`;
    case "enum":
      return `One of ${(limit as unknown[]).join(", ")}.`;
    case "pattern":
      return `Not of the form ${limit}.`;
    case "format":
      return limit === "date" ? "A day such as 2023-01-15." : `Not of the form ${limit}.`;
    case "type":
      return limit === "integer" ? "A whole number." : `This is no ${limit}.`;
    default:
      return error;
  }
}
