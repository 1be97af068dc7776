import type { Job } from "../api";
import { rasters } from "../api";

export interface Layer {
  name: string;
  opacity: number;
}

/** The layers that are asked for and that a result has, the lowest first; its first raster if it has none of them. */
export function layersOf(result: Job, wanted: Layer[]): Layer[] {
  const there = rasters(result);
  const shown = wanted.filter(({ name }) => there.includes(name));
  const first = there[0];
  return shown.length > 0 || !first ? shown : [{ name: first, opacity: 1 }];
}

/** A list in which an element is one place higher or lower. */
export function moved<T>(list: T[], from: number, by: 1 | -1): T[] {
  const to = from + by;
  if (to < 0 || to >= list.length) {
    return list;
  }
  const next = [...list];
  [next[from], next[to]] = [next[to]!, next[from]!];
  return next;
}
