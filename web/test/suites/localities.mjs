// Where one is, by name: wards, villages and roads that the server knows; a ward as an area.
import assert from "node:assert/strict";
import {
  addressed,
  both,
  canvasColors,
  center,
  it,
  openForm,
  parameter,
  PICTURES,
  world,
} from "../world.mjs";

const local = async (kind) => {
  const { features } = await (await fetch(`${world.server.url}/places`)).json();
  return features.filter(({ properties }) => properties.kind === kind);
};

/** Waits until the map has drawn the names of wards, in the colour of their borders. */
async function named() {
  const end = Date.now() + 30_000;
  while (((await canvasColors())["#4a3a78"] ?? 0) < 50) {
    assert.ok(Date.now() < end, "wards are drawn");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

both("a ward is chosen by its name", async (page, { width }) => {
  const [lon, lat] = center();
  await openForm(`&at=${lon},${lat},14`);
  const [ward] = await local("ward");
  await page.getByLabel("Or a ward").selectOption(ward.properties.name);
  await addressed("aoi=");
  assert.equal(
    parameter("aoi"),
    ward.geometry.coordinates[0].map((point) => point.join(",")).join("_"),
  );
  await page.getByText(/\d ha, \d+ scenes/).waitFor();
  await named();
  await page.screenshot({ path: `${PICTURES}ward-${width}.png` });
});

it("a ward is chosen by a click, and by Enter at the cross", async () => {
  const { page } = world;
  const wards = await local("ward");
  const [lon, lat] = wards[0].geometry.coordinates[0][0];
  // Within its south-western corner, which the landscape's edges make straight.
  const inside = [lon + 0.002, lat + 0.002];
  for (const choose of [
    () => page.getByLabel("Crop map").click({ position: { x: 528, y: 450 } }),
    async () => {
      await page.getByLabel("Crop map").focus();
      await page.keyboard.press("Enter");
    },
  ]) {
    await openForm(`&at=${inside},15`);
    await named();
    await page.getByRole("button", { name: "Choose ward" }).click();
    await page.getByText("Click a ward on the map").waitFor();
    await page.locator(".map[data-pen=ready]").waitFor();
    await choose();
    await addressed("aoi=");
    assert.match(parameter("aoi"), new RegExp(`^${lon},${lat}_`));
    assert.equal(await page.getByRole("button", { name: "Choose ward", pressed: true }).count(), 0);
  }
});

it("what has a name is found by it", async () => {
  const { page } = world;
  const [ward] = await local("ward");
  const { name } = ward.properties;
  await page.goto(`${world.server.url}/?p=new`);
  await page.getByLabel("Place or coordinates").fill(name.slice(0, 6).toLowerCase());
  const found = page.getByRole("listbox", { name: "Places found" });
  await found.getByRole("option").filter({ hasText: name }).click();
  const points = ward.geometry.coordinates[0];
  for (const axis of [0, 1]) {
    const values = points.map((point) => point[axis]);
    const middle = (Math.min(...values) + Math.max(...values)) / 2;
    await page.waitForFunction(
      ([at, wanted]) =>
        Math.abs(Number(new URLSearchParams(location.search).get("at")?.split(",")[at]) - wanted) <
        0.001,
      [axis, middle],
    );
  }
});

it("a server without places has none, and the page works", async () => {
  const { page } = world;
  await page.route("**/places", (route) => route.fulfill({ status: 404, json: {} }));
  await openForm();
  assert.equal(await page.getByLabel("Or a ward").count(), 0);
  assert.equal(await page.getByRole("button", { name: "Choose ward" }).count(), 0);
});
