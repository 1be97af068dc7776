import { degrees } from "../app/title";
import type { Clicked } from "../map/CropMap";
import { number, t, word } from "../text";
import type { Layer } from "./layers";

interface Props {
  clicked: Clicked;
  layers: Layer[];
}

/** What the map says of the clicked position: class, and the value of every visible layer, the highest first. */
export function Pixel({ clicked, layers }: Props) {
  const { values, class: crop } = clicked.point;
  const [lon, lat] = clicked.lonLat;
  const names = layers.map(({ name }) => name).reverse();
  const others = names.filter((name) => !(crop && name === "crop_type"));
  const seen = crop !== undefined || names.some((name) => bands(values, name).length > 0);
  return (
    <div className="pixel" aria-label={t("pixel")} role="status">
      {crop && (
        <p>
          <span className="swatch" style={{ background: crop.color }} />
          <strong>{word("crop", crop.name)}</strong>{" "}
          {values.confidence !== undefined && t("pixel.sure", { share: String(values.confidence) })}
        </p>
      )}
      {!seen && <p>{t("pixel.none")}</p>}
      {seen && others.length > 0 && (
        <dl>
          {others.map((name) => (
            <div key={name}>
              <dt>{word("raster", name)}</dt>
              <dd>{bands(values, name).map(written).join(", ") || "–"}</dd>
            </div>
          ))}
        </dl>
      )}
      {crop && (
        <small>
          {t("pixel.season", {
            peak: number(Number(values.ndvi_peak ?? NaN), 2),
            steps: String(values.observations),
          })}
        </small>
      )}
      <small>
        {degrees(lat, "N", "S", 5)}, {degrees(lon, "E", "W", 5)}
      </small>
    </div>
  );
}

type Values = Clicked["point"]["values"];

/** The values of a raster: of one band by its name, of several behind it. */
function bands(values: Values, name: string): number[] {
  return Object.entries(values)
    .filter(([key]) => key === name || new RegExp(`^${name}_band_\\d+$`).test(key))
    .flatMap(([, value]) => value)
    .filter((value): value is number => typeof value === "number");
}

function written(value: number): string {
  return number(value, Number.isInteger(value) ? 0 : 3);
}
