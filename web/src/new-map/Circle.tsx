import { useState } from "react";
import type { Aoi } from "../api";
import { t } from "../text";

interface Props {
  aoi: Aoi | undefined;
  onAoi: (aoi: Aoi | undefined) => void;
}

/** A circle by its numbers: longitude, latitude, radius in metres. */
export function Circle({ aoi, onAoi }: Props) {
  const [typed, setTyped] = useState(["", "", ""]);
  const circle = Array.isArray(aoi) ? aoi.map(String) : undefined;
  const values = circle ?? (aoi ? ["", "", ""] : typed);
  const fields = [
    { label: t("longitude"), min: -180, max: 180 },
    { label: t("latitude"), min: -90, max: 90 },
    { label: t("radius"), min: 1, max: undefined },
  ];

  function change(index: number, text: string) {
    const next = values.map((old, i) => (i === index ? text : old));
    setTyped(next);
    const numbers = next.map((part) => (part.trim() === "" ? NaN : Number(part)));
    onAoi(
      numbers.every(Number.isFinite) && numbers[2]! > 0
        ? (numbers as [number, number, number])
        : undefined,
    );
  }

  return (
    <div className="row" role="group" aria-label={t("area.circle")}>
      {fields.map(({ label, min, max }, i) => (
        <label key={label}>
          {label}
          <input
            type="number"
            step="any"
            min={min}
            max={max}
            value={values[i]}
            placeholder={aoi && !circle ? t("area.drawn") : ""}
            onChange={(e) => change(i, e.target.value)}
          />
        </label>
      ))}
    </div>
  );
}
