import { toLonLat, transform } from "ol/proj";

/** A position that a text may mean, and how it was read. */
export interface Reading {
  lonLat: [number, number];
  how: string;
}

const NUMBER = String.raw`[+-]?\d+(?:[.,]\d+)?`;
const LETTER = "[NSEWnsew]";
/** Degrees, minutes and seconds with a letter of the compass before or behind them. */
const ANGLE = new RegExp(
  String.raw`(${LETTER})?\s*(${NUMBER})\s*[°º:\s]?\s*(?:(\d+(?:[.,]\d+)?)\s*['’′:\s]\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:"|”|″|''|’’|′′)?\s*)?(${LETTER})?`,
  "y",
);
const UTM =
  /^(\d{1,2})\s*([C-HJ-NP-Xc-hj-np-x])\s+(\d{5,7}(?:\.\d+)?)\s*m?\s*[eE]?[,\s]+(\d{5,8}(?:\.\d+)?)\s*m?\s*[nN]?$/;
const EPSG = /^EPSG:(\d{4,5})[:\s,]+([+-]?\d+(?:\.\d+)?)[\s,]+([+-]?\d+(?:\.\d+)?)$/i;
const LINK = new RegExp(
  String.raw`(?:geo:|[@?&](?:q|ll|mlat|center|at)?=?)(-?\d+\.\d+)(?:,|&mlon=|%2C)(-?\d+\.\d+)`,
);

/** Where a text may mean, the likeliest first; none if it is no position. */
export function read(text: string, home?: [number, number, number, number]): Reading[] {
  const given = text.trim().replaceAll("−", "-").replaceAll("–", "-");
  const found = utm(given) ?? projected(given) ?? link(given) ?? angles(given, home) ?? [];
  return found.filter(({ lonLat: [lon, lat] }) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
}

function utm(text: string): Reading[] | undefined {
  const match = UTM.exec(text);
  if (!match) {
    return undefined;
  }
  const [, zone = "", letter = "", east, north] = match;
  const numbers = [Number(east), Number(north)];
  const band = letter.toUpperCase();
  // "S" is the band from 32 to 40 degrees north, and what many write for the south.
  const isBandS = numbers[1]! >= 3_540_000 && numbers[1]! <= 4_430_000;
  const south = band === "S" ? !isBandS : band < "N";
  const code = `EPSG:${south ? 327 : 326}${zone.padStart(2, "0")}`;
  return Number(zone) >= 1 && Number(zone) <= 60
    ? inCrs(code, numbers, `UTM ${zone}${south ? "S" : "N"}`)
    : [];
}

function projected(text: string): Reading[] | undefined {
  const match = EPSG.exec(text);
  return match
    ? inCrs(`EPSG:${match[1]}`, [Number(match[2]), Number(match[3])], `EPSG:${match[1]}`)
    : undefined;
}

function inCrs(code: string, coordinate: number[], how: string): Reading[] {
  try {
    const [lon = NaN, lat = NaN] =
      code === "EPSG:3857" ? toLonLat(coordinate) : transform(coordinate, code, "EPSG:4326");
    return Number.isFinite(lon + lat) ? [{ lonLat: [lon, lat], how }] : [];
  } catch {
    return [];
  }
}

/** Links of map services write latitude first. */
function link(text: string): Reading[] | undefined {
  const match = LINK.exec(text);
  return match ? [{ lonLat: [Number(match[2]), Number(match[1])], how: "lat, lon" }] : undefined;
}

interface Angle {
  degrees: number;
  letter: string;
}

function angles(text: string, home?: [number, number, number, number]): Reading[] | undefined {
  const parts = split(text);
  if (!parts) {
    return undefined;
  }
  const [first, second] = parts;
  const letters = first.letter + second.letter;
  if (/^[NS]?[EW]$|^[NS][EW]?$/.test(letters) && letters) {
    return [{ lonLat: [second.degrees, first.degrees], how: "lat, lon" }];
  }
  if (/^[EW]?[NS]$|^[EW][NS]?$/.test(letters) && letters) {
    return [{ lonLat: [first.degrees, second.degrees], how: "lon, lat" }];
  }
  if (letters) {
    return [];
  }
  const usual: Reading = { lonLat: [second.degrees, first.degrees], how: "lat, lon" };
  const other: Reading = { lonLat: [first.degrees, second.degrees], how: "lon, lat" };
  const swap = Math.abs(first.degrees) > 90 || (isIn(other, home) && !isIn(usual, home));
  return swap ? [other, usual] : [usual, other];
}

function isIn({ lonLat: [lon, lat] }: Reading, box?: [number, number, number, number]): boolean {
  return !!box && lon >= box[0] && lat >= box[1] && lon <= box[2] && lat <= box[3];
}

function split(text: string): [Angle, Angle] | undefined {
  // "-17,456 30,977" and "-17,456; 30,977" have decimal commas; "-17.4,30.9" and "17, 30" have commas between.
  const decimal = /^\D*\d+,\d+\s*\D*[;\s]\s*\D*\d+,\d+\D*$/.test(text) && !text.includes(".");
  const clean = decimal ? text.replace(/(\d),(\d)/g, "$1.$2") : text;
  const plain = clean.split(/\s*[,;/]\s*|\s+(?=[+-])/).filter(Boolean);
  const halves = plain.length === 2 ? plain : halved(clean.replace(/[,;]/g, " "));
  const [a, b] = (halves ?? []).map(angle);
  return a && b ? [a, b] : undefined;
}

/** Two angles that only letters or an even number of numbers part. */
function halved(text: string): string[] | undefined {
  const lettered =
    /^(.*?\d.*?[NSEWnsew])\s*(\d.*)$/.exec(text) ??
    /^([NSEWnsew].*?)\s*([NSEWnsew]\s*\d.*)$/.exec(text);
  if (lettered) {
    return lettered.slice(1);
  }
  const words = text.trim().split(/\s+/);
  return words.length % 2 === 0
    ? [words.slice(0, words.length / 2).join(" "), words.slice(words.length / 2).join(" ")]
    : undefined;
}

function angle(text: string): Angle | undefined {
  ANGLE.lastIndex = 0;
  const trimmed = text.trim();
  const match = ANGLE.exec(trimmed);
  if (!match || match[0].length !== trimmed.length) {
    return undefined;
  }
  const [, before, whole = "", minutes = "0", seconds = "0", behind] = match;
  const [d, m, s] = [whole, minutes, seconds].map((part) => Number(part.replace(",", ".")));
  if (m! >= 60 || s! >= 60) {
    return undefined;
  }
  const letter = (before ?? behind ?? "").toUpperCase();
  const size = Math.abs(d!) + m! / 60 + s! / 3600;
  const negative = whole.startsWith("-") || letter === "S" || letter === "W";
  return { degrees: negative ? -size : size, letter };
}
