/** Name, code of its country, longitude, latitude; the largest first. */
export type Town = [string, string, number, number];

const KM_PER_DEGREE = 111.2;

/** Without accents and case. */
export const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Towns that begin with a text, then those that have it within; the largest first. */
export const search = (towns: Town[], text: string, limit: number): Town[] =>
  found(towns, ([name]) => name, text, limit);

/** The same of anything that has a name. */
export const named = <T extends { name: string }>(places: T[], text: string, limit: number): T[] =>
  found(places, ({ name }) => name, text, limit);

function found<T>(all: T[], nameOf: (one: T) => string, text: string, limit: number): T[] {
  const wanted = plain(text.trim());
  if (wanted.length < 2) {
    return [];
  }
  const within = all.filter((one) => plain(nameOf(one)).includes(wanted));
  const begins = within.filter((one) => plain(nameOf(one)).startsWith(wanted));
  return [...begins, ...within.filter((one) => !begins.includes(one))].slice(0, limit);
}

/** The nearest town within a distance of a position. */
export function nearest(towns: Town[], [lon, lat]: number[], km = 60): Town | undefined {
  let best: Town | undefined;
  let least = km;
  const shrink = Math.cos((lat! * Math.PI) / 180);
  for (const town of towns) {
    const away = Math.hypot((town[2] - lon!) * shrink, town[3] - lat!) * KM_PER_DEGREE;
    if (away < least) {
      best = town;
      least = away;
    }
  }
  return best;
}
