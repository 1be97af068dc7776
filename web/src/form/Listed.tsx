import { useState } from "react";
import { Unreadable } from "./description";
import type { Props } from "./Scalar";

/** Several texts or numbers in one line; of a choice, those that are ticked. */
export function Listed(props: Props) {
  return props.schema.items?.enum ? <Ticked {...props} /> : <Line {...props} />;
}

function Ticked({ id, schema, value, onChange }: Props) {
  const chosen = Array.isArray(value) ? (value as unknown[]) : [];
  return (
    <div className="row">
      {schema.items!.enum!.map((each, i) => (
        <label key={String(each)} className="tick">
          <input
            id={i === 0 ? id : undefined}
            type="checkbox"
            checked={chosen.includes(each)}
            onChange={({ target }) => {
              const next = schema.items!.enum!.filter((one) =>
                one === each ? target.checked : chosen.includes(one),
              );
              onChange(next.length > 0 ? next : undefined);
            }}
          />
          {String(each)}
        </label>
      ))}
    </div>
  );
}

function Line({ id, schema, value, label, about, isWrong, onChange }: Props) {
  const [text, setText] = useState(() =>
    Array.isArray(value) ? value.join(", ") : value instanceof Unreadable ? value.text : "",
  );
  const isText = schema.items!.type === "string";
  return (
    <input
      id={id}
      aria-label={label}
      aria-describedby={about}
      aria-invalid={isWrong || undefined}
      autoComplete="off"
      placeholder={`${isText ? "Texts" : "Numbers"}, with commas between`}
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        const parts = target.value
          .split(",")
          .map((part) => part.trim())
          .filter(Boolean);
        onChange(parts.length === 0 ? undefined : isText ? parts : numbers(target.value, parts));
      }}
    />
  );
}

function numbers(text: string, parts: string[]): unknown {
  const wrong = parts.find((part) => !Number.isFinite(Number(part)));
  return wrong === undefined ? parts.map(Number) : new Unreadable(text, `“${wrong}” is no number.`);
}
