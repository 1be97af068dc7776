import { useCallback, useSyncExternalStore } from "react";
import type { Aoi } from "../api/types";

/**
 * The state of the page is its address: what is not here is forgotten by a reload. Short names keep links short enough
 * for a message.
 */
export interface Place {
  /** Which panel is open. */
  panel: Panel;
  /** The job that the panel is about. */
  map?: string;
  /** Rasters on the map, the lowest first. */
  layers: { name: string; opacity: number }[];
  /** Ids of the classes that are shown; all if there are none. */
  classes: number[];
  /** Least confidence in per cent. */
  confidence: number;
  /** Longitude, latitude, zoom. */
  view?: [number, number, number];
  /** Longitude, latitude of the pixel that was asked. */
  pixel?: [number, number];
  form: Form;
}

export type Panel = "maps" | "new" | "map" | "about";

export interface Form {
  aoi?: Aoi;
  year?: number;
  season?: string;
  start?: string;
  end?: string;
  model?: string;
  catalogue?: string;
  uncertainty?: boolean;
}

const PANELS: Panel[] = ["maps", "new", "map", "about"];
const ID = /^[\w-]{1,64}$/;
const TEXTS = ["season", "start", "end", "model", "catalogue"] as const;

export function parse(search: string): Place {
  const given = new URLSearchParams(search);
  const form: Form = {};
  const aoi = parseAoi(given.get("aoi"));
  if (aoi) {
    form.aoi = aoi;
  }
  const year = Number(given.get("year"));
  if (Number.isInteger(year) && year > 1900) {
    form.year = year;
  }
  for (const name of TEXTS) {
    const text = given.get(name);
    if (text) {
      form[name] = text.slice(0, 1000);
    }
  }
  if (given.has("doubt")) {
    form.uncertainty = true;
  }
  const map = given.get("m");
  const view = numbers(given.get("at"), 3) as [number, number, number] | undefined;
  const pixel = numbers(given.get("px"), 2) as [number, number] | undefined;
  const panel = given.get("p") as Panel;
  const known = map && ID.test(map);
  return {
    panel: PANELS.includes(panel) ? panel : known ? "map" : "new",
    ...(known && { map }),
    layers: parseLayers(given.get("l")),
    classes: (given.get("cls") ?? "")
      .split("-")
      .map(Number)
      .filter((id) => id > 0 && id < 65536),
    confidence: Math.min(100, Math.max(0, Math.round(Number(given.get("conf")) || 0))),
    ...(view && { view }),
    ...(pixel && { pixel }),
    form,
  };
}

export function format(place: Place): string {
  const parts: string[] = [];
  const add = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== "") {
      // Commas, colons and such may stay: people read these links.
      const text = encodeURIComponent(value).replace(/%(2C|3A|40|7E)/g, decodeURIComponent);
      parts.push(`${name}=${text}`);
    }
  };
  add("m", place.map);
  add("p", place.panel === (place.map ? "map" : "new") ? undefined : place.panel);
  const layers = place.layers.map(({ name, opacity }) =>
    opacity === 1 ? name : `${name}~${Math.round(opacity * 100)}`,
  );
  add("l", layers.join(",") === "crop_type" ? undefined : layers.join(","));
  add("cls", place.classes.join("-"));
  add("conf", place.confidence || undefined);
  add(
    "at",
    place.view && `${fixed(place.view[0])},${fixed(place.view[1])},${place.view[2].toFixed(2)}`,
  );
  add("px", place.pixel?.map(fixed).join(","));
  add("aoi", place.form.aoi && formatAoi(place.form.aoi));
  add("year", place.form.year);
  TEXTS.forEach((name) => add(name, place.form[name]));
  add("doubt", place.form.uncertainty ? 1 : undefined);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

function parseLayers(text: string | null): Place["layers"] {
  const layers = (text ?? "")
    .split(",")
    .map((part) => part.split("~"))
    .filter(([name = ""]) => /^[a-z]\w{0,40}$/.test(name))
    .map(([name = "", opacity]) => ({
      name,
      opacity: opacity === undefined ? 1 : Math.min(1, Math.max(0, Number(opacity) / 100 || 0)),
    }));
  const named = layers.filter(({ name }, i) => layers.findIndex((l) => l.name === name) === i);
  return named.length > 0 ? named : [{ name: "crop_type", opacity: 1 }];
}

function fixed(degrees: number): string {
  return String(Number(degrees.toFixed(6)));
}

/** A circle as `lon,lat,radius`; polygons as rings of `lon lat` pairs: `;` ends a ring, `!` a polygon. */
export function formatAoi(aoi: Aoi): string {
  if (Array.isArray(aoi)) {
    return aoi.map(fixed).join(",");
  }
  const polygons = aoi.type === "Polygon" ? [aoi.coordinates] : aoi.coordinates;
  const ring = (points: number[][]) =>
    points.map(([lon = 0, lat = 0]) => `${fixed(lon)},${fixed(lat)}`).join("_");
  return polygons.map((rings) => rings.map(ring).join(";")).join("!");
}

export function parseAoi(text: string | null): Aoi | undefined {
  if (!text) {
    return undefined;
  }
  const circle = text.includes("_") ? undefined : numbers(text, 3);
  if (circle) {
    return circle as [number, number, number];
  }
  const polygons = text
    .split("!")
    .map((part) =>
      part.split(";").map((ring) => ring.split("_").map((point) => numbers(point, 2))),
    );
  const whole = polygons.every((rings) =>
    rings.every((ring) => ring.length > 3 && ring.every(Boolean)),
  );
  if (!whole) {
    return undefined;
  }
  const coordinates = polygons as number[][][][];
  return coordinates.length === 1
    ? { type: "Polygon", coordinates: coordinates[0]! }
    : { type: "MultiPolygon", coordinates };
}

function numbers(text: string | null, count: number): number[] | undefined {
  const parts = (text ?? "").split(",");
  const values = parts.map((part) => (part.trim() === "" ? NaN : Number(part)));
  return values.length === count && values.every(Number.isFinite) ? values : undefined;
}

const listeners = new Set<() => void>();
let search = location.search;
let place = parse(search);

function refresh() {
  if (location.search !== search) {
    search = location.search;
    place = parse(search);
  }
  listeners.forEach((listener) => listener());
}

window.addEventListener("popstate", refresh);

/** The place as it is, outside of React. */
export const current = (): Place => place;

/**
 * Goes to another place: as a step that the back button undoes, or, for what changes by the way such as the view, in
 * place of where one is.
 */
export function go(change: Partial<Place>, step: "push" | "replace" = "push"): void {
  const next = { ...place, ...change };
  const to = format(next);
  if (to === format(place)) {
    return;
  }
  // A map of its own title is announced by the page once it is known.
  history[step === "push" ? "pushState" : "replaceState"](null, "", to || location.pathname);
  refresh();
}

export function usePlace(): Place {
  return useSyncExternalStore(
    useCallback((listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }, []),
    current,
  );
}
