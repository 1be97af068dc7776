import { useQuery } from "@tanstack/react-query";
import * as api from "../api";
import { useModel, useSummary } from "../api/queries";
import { useName } from "../app/title";
import { Thumbnail } from "../jobs/Thumbnail";
import { number, t, word } from "../text";

/** What of a STAC item the gallery shows. */
interface Item {
  id: string;
  properties: { "geocrop:model"?: string };
}

const MOST = 12;
const CLASSES = 4;

/** The newest crop maps that everyone may see, by what the catalogue tells of them. */
export function Gallery({ onShow }: { onShow: (id: string) => void }) {
  const { data } = useQuery({
    queryKey: ["gallery"],
    queryFn: ({ signal }) =>
      api.get<{ features: Item[] }>(
        `stac/search?collections=classify-crops,refine-map&limit=${MOST}`,
        signal,
      ),
  });
  return (
    <>
      <h2>{t("about.maps")}</h2>
      {data?.features.length === 0 && <p className="quiet">{t("about.none")}</p>}
      <ul className="gallery">
        {data?.features.map((item) => (
          <li key={item.id}>
            <Card item={item} onShow={() => onShow(item.id)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Card({ item, onShow }: { item: Item; onShow: () => void }) {
  const name = useName(item.id);
  const { data: summary } = useSummary(item.id);
  const { data: model } = useModel(item.properties["geocrop:model"]);
  const largest = (summary?.classes ?? [])
    .filter(({ hectares }) => hectares > 0)
    .sort((a, b) => b.hectares - a.hectares)
    .slice(0, CLASSES);
  return (
    <button type="button" onClick={onShow}>
      <Thumbnail layer={item.id} size={96} />
      <span>
        <b>{name ?? "…"}</b>
        {largest.map((area) => (
          <span key={area.id} className="area">
            <span className="swatch" style={{ background: area.color }} />
            {word("crop", area.name)} {t("area.size", { ha: number(area.hectares) })}
          </span>
        ))}
        {model?.card && (
          <small>{t("model.right", { share: number(model.card.accuracy.overall * 100) })}</small>
        )}
      </span>
    </button>
  );
}
