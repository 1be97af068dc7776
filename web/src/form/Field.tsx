import { lazy, Suspense } from "react";
import { isObject, schemaOf, Unreadable, waysOf, type Input, type Schema } from "./description";
import { numberOf, Scalar, type Props } from "./Scalar";
import type { Choice } from "./jobs";
import { Listed } from "./Listed";
import { Ways } from "./Ways";

// Most processes have none, and it knows many formats of files.
const Document = lazy(() => import("./Document").then(({ Document }) => ({ default: Document })));

interface InputProps {
  name: string;
  input: Input;
  value: unknown;
  fault: string | undefined;
  choices: Choice[];
  onChange: (value: unknown) => void;
  onLeave: () => void;
}

/** An input with its title, what it is, and what is wrong with it. */
export function InputField({ name, input, value, fault, choices, onChange, onLeave }: InputProps) {
  const schema = schemaOf(input);
  const id = `input-${name}`;
  const about = [`${id}-about`, ...(fault ? [`${id}-fault`] : [])].join(" ");
  const isSimple = isScalar(schema);
  const title = (
    <>
      {input.title} {input.minOccurs > 0 ? <b>needed</b> : null} <code>{name}</code>
    </>
  );
  const hint = [input.description, bounds(schema)].filter(Boolean).join(". ");
  const inner = (
    <>
      <p id={`${id}-about`} className="quiet">
        {hint}
      </p>
      <Value
        id={id}
        schema={schema}
        value={value}
        label={isSimple ? undefined : input.title}
        about={about}
        isWrong={fault !== undefined}
        choices={choices}
        names={namesIn(input.description)}
        onChange={onChange}
      />
      {fault && (
        <p id={`${id}-fault`} role="alert" className="problem">
          {fault}
        </p>
      )}
    </>
  );
  return isSimple ? (
    <div className="field" data-input={name} onBlur={onLeave}>
      <label htmlFor={id}>{title}</label>
      {inner}
    </div>
  ) : (
    <fieldset className="field" data-input={name} aria-describedby={about} onBlur={onLeave}>
      <legend>{title}</legend>
      {inner}
    </fieldset>
  );
}

export interface ValueProps extends Props {
  /** What the numbers of a list of a given length are called. */
  names?: string[] | undefined;
}

/** The control of any schema: what has none of its own is written as JSON. */
export function Value(props: ValueProps) {
  const { schema } = props;
  if (waysOf(schema).length > 1 || (isDocument(schema) && !schema.type?.includes("string"))) {
    return <Ways {...props} />;
  }
  return <Plain {...props} />;
}

/** The same for one way to give a value. */
export function Plain(props: ValueProps) {
  const { id, schema, value, onChange } = props;
  if (isScalar(schema)) {
    return <Scalar {...props} />;
  }
  const names = namesIn(schema.title) ?? props.names;
  if (schema.type === "array" && schema.minItems === schema.maxItems && isNumber(schema.items)) {
    return <Tuple {...props} names={names} />;
  }
  if (schema.type === "array" && schema.items && isScalar(schema.items)) {
    return <Listed {...props} />;
  }
  if (isDocument(schema)) {
    return (
      <Suspense fallback={<p aria-busy="true">…</p>}>
        <Document {...props} />
      </Suspense>
    );
  }
  const members = isObject(value) ? value : {};
  return Object.entries(schema.properties!).map(([name, member]) => (
    <div key={name} className="field">
      <label htmlFor={`${id}-${name}`}>{member.title ?? name}</label>
      <Plain
        id={`${id}-${name}`}
        schema={member}
        value={members[name]}
        onChange={(part) => {
          const rest = Object.entries({ ...members, [name]: part }).filter(
            ([, v]) => v !== undefined,
          );
          onChange(rest.length > 0 ? Object.fromEntries(rest) : undefined);
        }}
      />
    </div>
  ));
}

const MISSING = new Unreadable("", "A number is missing.");

/** So many numbers, each with its name. */
function Tuple({ id, schema, value, about, isWrong, names = [], onChange }: ValueProps) {
  const values = Array.isArray(value) ? (value as unknown[]) : [];
  const places = Array.from({ length: schema.minItems! }, (_, i) => i);
  return (
    <div className="row">
      {places.map((i) => (
        <label key={i}>
          {names[i] ?? `Number ${i + 1}`}
          <input
            id={i === 0 ? id : undefined}
            type="number"
            inputMode="decimal"
            step="any"
            aria-describedby={about}
            aria-invalid={isWrong || undefined}
            value={typeof values[i] === "number" ? values[i] : ""}
            onChange={({ target }) => {
              const next = places.map(
                (at) => (at === i ? numberOf(target) : values[at]) ?? MISSING,
              );
              onChange(next.every((each) => each === MISSING) ? undefined : next);
            }}
          />
        </label>
      ))}
    </div>
  );
}

const isNumber = (schema: Schema | undefined) =>
  schema?.type === "number" || schema?.type === "integer";

const isScalar = (schema: Schema): boolean =>
  schema.enum !== undefined ||
  ["string", "number", "integer", "boolean"].includes(schema.type ?? "");

/** What is written as JSON: GeoJSON, and objects or lists whose members nothing tells. */
function isDocument(schema: Schema): boolean {
  if (isScalar(schema) || waysOf(schema).length > 1) {
    return false;
  }
  if (schema.type === "array") {
    return !schema.items || !isScalar(schema.items);
  }
  const members = Object.values(schema.properties ?? {});
  return schema.format?.startsWith("geojson-") || members.length === 0 || !members.every(isPlain);
}

const isPlain = (schema: Schema) =>
  isScalar(schema) ||
  (schema.type === "array" && schema.items !== undefined && isScalar(schema.items));

/** Names of numbers from a text such as "[lon, lat, radius_m] in degrees and metres". */
function namesIn(text = ""): string[] | undefined {
  return /^\[([\w ,]+)\]/
    .exec(text)?.[1]
    ?.split(",")
    .map((name) => name.trim());
}

function bounds({ minimum, maximum, type }: Schema): string {
  if (type !== "number" && type !== "integer") {
    return "";
  }
  return minimum !== undefined && maximum !== undefined
    ? `${minimum} to ${maximum}`
    : minimum !== undefined
      ? `At least ${minimum}`
      : maximum !== undefined
        ? `At most ${maximum}`
        : "";
}
