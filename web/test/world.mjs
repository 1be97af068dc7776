// What all tests of the page share: one server with the sample landscape, one browser, two maps.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { missing, openBrowser } from "./browser.mjs";
import { startServer } from "./server.mjs";

export const PICTURES = fileURLToPath(new URL("../target/", import.meta.url));
export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const SIZES = [DESK, PHONE];

/** `server`, `browser`, `bounds` of the sample landscape, ids of the maps `plain` and `doubtful`, the current `page`. */
export const world = {};

before(async () => {
  if (missing) {
    return;
  }
  [world.server, world.browser] = await Promise.all([startServer(256), openBrowser()]);
  world.bounds = await world.server.bounds();
  await mkdir(PICTURES, { recursive: true });
  [world.doubtful, world.plain] = [await makeMap({ uncertainty: true }), await makeMap()];
});

beforeEach(async () => {
  if (!missing) {
    await world.page?.context().close();
    world.page = await world.browser.newPage();
    await world.page.setViewportSize(DESK);
  }
});

after(async () => {
  await world.browser?.close();
  await world.server?.stop();
});

/** A test of the page; skipped without a browser. */
export const it = (name, body) => test(name, { skip: missing, timeout: 180_000 }, body);

/** The same at a desk and on a phone. */
export function both(name, body) {
  for (const size of SIZES) {
    it(`${name}, ${size.width}`, async () => {
      await world.page.setViewportSize(size);
      await body(world.page, size);
    });
  }
}

export const center = () => {
  const [west, south, east, north] = world.bounds;
  return [(west + east) / 2, (south + north) / 2];
};

export async function makeMap(more = {}) {
  const response = await fetch(`${world.server.url}/processes/classify-crops/execution`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Prefer: "respond-async" },
    body: JSON.stringify({ inputs: { aoi: [...center(), 500], year: 2022, ...more } }),
  });
  const { jobID } = await response.json();
  const end = Date.now() + 60_000;
  while ((await job(jobID)).status !== "successful") {
    assert.ok(Date.now() < end, "the map was not made in time");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return jobID;
}

export const job = async (id) => (await fetch(`${world.server.url}/jobs/${id}`)).json();

/** Opens the page and waits until its legend is there. */
export async function open(query) {
  await world.page.goto(`${world.server.url}/${query}`);
  await world.page.getByRole("table", { name: "Legend" }).first().waitFor();
}

/** Opens the form of a new map. */
export async function openForm(query = "") {
  await world.page.goto(`${world.server.url}/?p=new${query}`);
  await world.page.getByRole("button", { name: "Draw polygon" }).waitFor();
}

export const parameter = (name) => new URL(world.page.url()).searchParams.get(name);

/** Waits until the address says something. */
export const addressed = (text) =>
  world.page.waitForURL((url) =>
    text instanceof RegExp ? text.test(url.search) : url.search.includes(text),
  );

export const tab = (name) =>
  world.page.getByLabel("Parts of the page").getByRole("button", { name, exact: true });

/** Opens a part of the page and waits for what it is about. */
export async function openTab(name) {
  const about = { Map: "Layers", "New map": "Draw the area", Maps: "Order" }[name];
  await tab(name).click();
  await world.page
    .getByLabel(about, { exact: name !== "Maps" })
    .first()
    .waitFor();
  await world.page.waitForLoadState("networkidle");
}

export const legend = () => world.page.getByRole("table", { name: "Legend" });
export const pixel = () => world.page.getByRole("status", { name: "Clicked pixel" });

export async function typeCircle(lon, lat, radius) {
  await world.page.getByLabel("Longitude").fill(String(lon));
  await world.page.getByLabel("Latitude").fill(String(lat));
  await world.page.getByLabel("Radius (m)").fill(String(radius));
}

/** How many pixels of the map's canvases have each colour, by #rrggbb. */
export function canvasColors() {
  return world.page.evaluate(() => {
    const counts = {};
    for (const canvas of document.querySelectorAll(".map canvas")) {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] === 255) {
          const hex = ((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]).toString(16);
          const color = `#${hex.padStart(6, "0")}`;
          counts[color] = (counts[color] ?? 0) + 1;
        }
      }
    }
    return counts;
  });
}
