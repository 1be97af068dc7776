import { Unreadable, type Schema } from "./description";
import type { Choice } from "./jobs";

export interface Props {
  id: string;
  schema: Schema;
  value: unknown;
  /** What it is called, where no label does. */
  label?: string | undefined;
  /** Ids of what is said of it. */
  about?: string;
  isWrong?: boolean;
  choices?: Choice[];
  onChange: (value: unknown) => void;
}

/** Texts longer than this get room for several lines. */
const LINE = 300;

/** A text, number, day, choice or yes or no. What is left empty is left out: the server takes its default. */
export function Scalar(props: Props) {
  const { id, schema, value, label, about, isWrong, choices = [], onChange } = props;
  const common = {
    id,
    "aria-label": label,
    "aria-describedby": about,
    "aria-invalid": isWrong || undefined,
  };
  const text = value instanceof Unreadable ? value.text : String(value ?? "");
  const otherwise = schema.default === undefined ? undefined : String(schema.default);
  if (schema.type === "boolean") {
    const isDefault = schema.default === true;
    return (
      <input
        {...common}
        type="checkbox"
        checked={value === undefined ? isDefault : value === true}
        onChange={(e) => onChange(e.target.checked === isDefault ? undefined : e.target.checked)}
      />
    );
  }
  if (schema.enum) {
    return (
      <select
        {...common}
        value={text || (otherwise ?? "")}
        onChange={({ target }) =>
          onChange(
            target.value === otherwise
              ? undefined
              : schema.enum!.find((each) => String(each) === target.value),
          )
        }
      >
        {otherwise === undefined && <option value="" />}
        {schema.enum.map(String).map((each) => (
          <option key={each} value={each}>
            {each === otherwise ? `${each} (default)` : each}
          </option>
        ))}
      </select>
    );
  }
  if (schema.type === "integer" || schema.type === "number") {
    return (
      <input
        {...common}
        type="number"
        inputMode="decimal"
        step={schema.type === "integer" ? 1 : "any"}
        placeholder={otherwise}
        value={text}
        onChange={({ target }) => onChange(numberOf(target))}
      />
    );
  }
  if (schema.contentMediaType || (schema.maxLength ?? 0) > LINE) {
    return (
      <textarea
        {...common}
        rows={3}
        placeholder={otherwise}
        value={text}
        onChange={(e) => onChange(e.target.value || undefined)}
      />
    );
  }
  return (
    <>
      <input
        {...common}
        type={schema.format === "date" ? "date" : "text"}
        autoComplete="off"
        list={choices.length > 0 ? `${id}-choices` : undefined}
        placeholder={otherwise}
        value={text}
        onChange={(e) => onChange(e.target.value || undefined)}
      />
      {choices.length > 0 && (
        <datalist id={`${id}-choices`}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.about}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

/** What stands in a field of a number; a browser keeps to itself what is none. */
export function numberOf({ value, validity }: HTMLInputElement): unknown {
  if (validity.badInput) {
    return new Unreadable("", "This is no number.");
  }
  return value === "" ? undefined : Number(value);
}
