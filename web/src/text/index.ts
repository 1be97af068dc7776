import { useSyncExternalStore } from "react";
import en from "./en.json";

/** Texts of the page by language; what a language lacks is said in English. */
export type Key = keyof typeof en;
type Texts = Partial<Record<Key, string>>;

export const LANGUAGES = {
  en: "English",
  sn: "chiShona",
  nd: "isiNdebele",
  pt: "Português",
  fr: "Français",
} as const;
export type Language = keyof typeof LANGUAGES;

const CHOICE = "geocrop.language";
const files = import.meta.glob<{ default: Texts }>(["./*.json", "!./en.json"]);

let language: Language = "en";
let texts: Texts = en;
const listeners = new Set<() => void>();

const isKnown = (tag: string | null | undefined): tag is Language => !!tag && tag in LANGUAGES;

/** What was chosen here, or else the first of the browser's languages that the page speaks. */
export function preferred(): Language {
  const wanted = [
    localStorage.getItem(CHOICE),
    ...navigator.languages.map((tag) => tag.slice(0, 2)),
  ];
  return wanted.find(isKnown) ?? "en";
}

export async function speak(to: Language, chosen = false): Promise<void> {
  const file = files[`./${to}.json`];
  texts = file ? (await file()).default : en;
  language = to;
  document.documentElement.lang = to;
  if (chosen) {
    localStorage.setItem(CHOICE, to);
  }
  listeners.forEach((listener) => listener());
}

export const useLanguage = (): Language =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => language,
  );

/** A text with its `{names}` filled in. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return (texts[key] ?? en[key]).replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

/** The name of a crop, a raster, a state or a process: as the server calls it where the language has no word for it. */
export function word(kind: "crop" | "raster" | "status" | "process", name: string): string {
  const key = `${kind}.${name.replaceAll(" ", "_")}` as Key;
  return texts[key] ?? en[key] ?? name.replaceAll("_", " ");
}

// Shona and Ndebele are not in every browser's tables: numbers and dates then are as English in Zimbabwe writes them.
const locale = (): string[] => (language === "en" ? ["en-GB"] : [language, "en-GB"]);

export const number = (value: number, digits = 0): string =>
  value.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const day = (value: string | Date): string =>
  new Date(value).toLocaleDateString(locale(), { day: "numeric", month: "short", year: "numeric" });

export const instant = (value: string | Date): string =>
  new Date(value).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });

export const time = (value: string | Date): string => new Date(value).toLocaleTimeString(locale());

export function country(code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
