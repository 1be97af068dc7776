import { t, type Key } from "../text";

const KNOWN: Record<string, Key> = {
  harmonic: "feature.harmonic",
  peak: "feature.peak",
  amplitude: "feature.amplitude",
  doy: "feature.day",
  date: "feature.day",
  mean: "feature.mean",
  std: "feature.std",
};

/** A feature in words, as far as there are some: "NDVI: course of the season (harmonic 1 sin)". */
export function featureName(feature: string): string {
  const [index = "", ...rest] = feature.split("_");
  const plain = rest.join(" ");
  const known = Object.entries(KNOWN).find(([part]) => rest.some((each) => each.startsWith(part)));
  if (rest.length === 0) {
    return index.toUpperCase();
  }
  return known
    ? `${index.toUpperCase()}: ${t(known[1])} (${plain})`
    : `${index.toUpperCase()} ${plain}`;
}
