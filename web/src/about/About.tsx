import { useQuery } from "@tanstack/react-query";
import * as api from "../api";
import type { ServiceList } from "../api/schema";
import { t } from "../text";
import { Gallery } from "./Gallery";

interface Props {
  onShow: (id: string) => void;
}

/** Of this server, for programs. */
const FOR_PROGRAMS = {
  "OGC API": "?f=json",
  OpenAPI: "api?f=html",
  STAC: "stac?f=html",
  WMS: "wms?service=WMS&request=GetCapabilities",
  WMTS: "wmts?service=WMTS&request=GetCapabilities",
};

/** What this is, for whoever comes without an account: maps that everyone may see, and services with their state. */
export function About({ onShow }: Props) {
  return (
    <section aria-label={t("tab.about")}>
      <p>{t("about.what")}</p>
      <Gallery onShow={onShow} />
      <h2>{t("about.services")}</h2>
      <ul className="services">
        {Object.entries(FOR_PROGRAMS).map(([name, path]) => (
          <Service key={name} title={name} href={path} />
        ))}
        <Neighbours />
      </ul>
    </section>
  );
}

/** What the operator runs beside this server. */
function Neighbours() {
  const { data } = useQuery({
    queryKey: ["services"],
    queryFn: ({ signal }) => api.get<ServiceList>("services", signal),
    refetchInterval: 60_000,
  });
  return data?.services.map((service) => <Service key={service.title} {...service} />);
}

/** One without a state is part of this server, which has just answered. */
function Service({ title, href, up = true }: { title: string; href: string; up?: boolean }) {
  return (
    <li data-up={up}>
      <a href={href}>{title}</a> <small>{t(up ? "about.up" : "about.down")}</small>
    </li>
  );
}
