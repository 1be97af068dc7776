import { t, word } from "../text";
import { moved, type Layer } from "./layers";

interface Props {
  rasters: string[];
  /** The lowest first. */
  layers: Layer[];
  onLayers: (layers: Layer[], step: "push" | "replace") => void;
}

/** What is on the map, the highest first, with order and opacity; and what else may be. */
export function Layers({ rasters, layers, onLayers }: Props) {
  const others = rasters.filter((raster) => layers.every(({ name }) => name !== raster));
  const set = (index: number, opacity: number) =>
    onLayers(
      layers.map((layer, i) => (i === index ? { ...layer, opacity } : layer)),
      "replace",
    );
  return (
    <section aria-label={t("layers")}>
      <ol className="layers">
        {layers
          .map((layer, i) => ({ ...layer, i }))
          .reverse()
          .map(({ name, opacity, i }) => (
            <li key={name} aria-label={word("raster", name)}>
              <span>{word("raster", name)}</span>
              <input
                type="range"
                aria-label={t("layers.opacity", { name: word("raster", name) })}
                min={0}
                max={1}
                step={0.05}
                value={opacity}
                onChange={(e) => set(i, e.target.valueAsNumber)}
              />
              {layers.length > 1 && (
                <>
                  <button
                    type="button"
                    aria-label={t("layers.up", { name: word("raster", name) })}
                    disabled={i === layers.length - 1}
                    onClick={() => onLayers(moved(layers, i, 1), "push")}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    aria-label={t("layers.down", { name: word("raster", name) })}
                    disabled={i === 0}
                    onClick={() => onLayers(moved(layers, i, -1), "push")}
                  >
                    ↓
                  </button>
                  <button
                    type="button"
                    aria-label={t("layers.remove", { name: word("raster", name) })}
                    onClick={() =>
                      onLayers(
                        layers.filter((layer) => layer.name !== name),
                        "push",
                      )
                    }
                  >
                    ×
                  </button>
                </>
              )}
            </li>
          ))}
      </ol>
      {others.length > 0 && (
        <label>
          {t("layers.add")}
          <select
            value=""
            onChange={(e) => onLayers([...layers, { name: e.target.value, opacity: 1 }], "push")}
          >
            <option value="">{t("choose")}</option>
            {others.map((name) => (
              <option key={name} value={name}>
                {word("raster", name)}
              </option>
            ))}
          </select>
        </label>
      )}
    </section>
  );
}
