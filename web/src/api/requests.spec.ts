import { expect, test } from "vitest";
import { rasters } from "./requests";
import type { Job } from "./types";

const job = (...links: [string, string][]) =>
  ({ links: links.map(([rel, title]) => ({ rel, title, href: "" })) }) as unknown as Job;

test("the rasters of a map are its files, but for those with a band for each class", () => {
  const made = job(
    ["tilejson", "TileJSON"],
    ["enclosure", "crop type"],
    ["enclosure", "ndvi peak"],
    ["enclosure", "probabilities"],
  );
  expect(rasters(made)).toEqual(["crop_type", "ndvi_peak"]);
});

test("a region, which has no files of its own, is a layer", () => {
  expect(rasters(job(["self", "This job"], ["tilejson", "TileJSON"]))).toEqual(["crop_type"]);
});

test("what is no map has none", () => {
  expect(rasters(job(["self", "This job"]))).toEqual([]);
});
