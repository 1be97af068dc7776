import { useState } from "react";
import { isReference, waysOf } from "./description";
import { Plain, type ValueProps } from "./Field";
import { wayOf } from "./validate";

/** A value that can be given in several ways, or by an address that the server fetches it from. */
export function Ways(props: ValueProps) {
  const { id, schema, value, about, isWrong, onChange } = props;
  const ways = waysOf(schema);
  const [way, setWay] = useState(() =>
    isReference(value) ? ways.length : value === undefined ? 0 : ways.indexOf(wayOf(schema, value)),
  );
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-way`}>Given as</label>
        <select
          id={`${id}-way`}
          value={way}
          onChange={(e) => {
            setWay(Number(e.target.value));
            onChange(undefined);
          }}
        >
          {ways.map((each, i) => (
            <option key={i} value={i}>
              {each.title ?? (ways.length === 1 ? "a document" : each.type)}
            </option>
          ))}
          <option value={ways.length}>an address, which the server reads</option>
        </select>
      </div>
      {way === ways.length ? (
        <input
          id={id}
          type="url"
          aria-label="Address"
          aria-describedby={about}
          aria-invalid={isWrong || undefined}
          placeholder="https://"
          value={isReference(value) ? value.href : ""}
          onChange={(e) => onChange(e.target.value ? { href: e.target.value } : undefined)}
        />
      ) : (
        <Plain key={way} {...props} schema={ways[way]!} />
      )}
    </>
  );
}
