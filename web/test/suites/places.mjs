// Map and panel agree, and all has an address: each of these failed once (web.md B1 to B11), on the built jar.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import {
  addressed,
  it,
  job,
  legend,
  makeMap,
  open,
  openForm,
  parameter,
  pixel,
  tab,
  world,
} from "../world.mjs";

const entry = (status = "successful") => world.page.locator(`li[data-status=${status}]`);

it("B1: a layer that the next map has not is not left on the map", async () => {
  const { page, doubtful, plain } = world;
  await page.goto(`${world.server.url}/?m=${doubtful}&l=applicability`);
  await page.getByRole("listitem", { name: "Applicability" }).waitFor();
  await tab("Maps").click();
  const asked = [];
  await page.locator(`li:has(img[src*="${plain}"]) .title`).click();
  page.on("request", (request) => asked.push(request.url()));
  await addressed(plain);
  await legend().getByText("maize").waitFor();
  assert.equal(await page.getByRole("listitem", { name: "Applicability" }).count(), 0);
  assert.equal(await page.getByRole("listitem", { name: "Crop type" }).count(), 1);
  assert.deepEqual(
    asked.filter((url) => url.includes("applicability")),
    [],
  );
  assert.equal(await page.getByRole("alert").count(), 0);
});

it("B2: a map that someone else made takes neither view nor panel", async () => {
  const { page } = world;
  await page.goto(world.server.url);
  await addressed("at=");
  const shown = parameter("m");
  await tab("Maps").click();
  await entry().first().waitFor();
  const count = await entry().count();
  const view = parameter("at");
  const other = await makeMap();
  // The list is read anew when the window is looked at again.
  await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
  await entry().nth(count).waitFor();
  assert.equal(parameter("m"), shown);
  assert.equal(parameter("at"), view);
  await fetch(`${world.server.url}/jobs/${other}`, { method: "DELETE" });
});

it("B3, B4: removing asks, can be undone, and leads to another map", async () => {
  const { page } = world;
  const id = await makeMap();
  await page.goto(`${world.server.url}/?m=${id}&p=maps`);
  const mine = page.locator("li[aria-current=true]");
  await mine.getByRole("button", { name: "Remove this map" }).click();
  await mine.getByRole("button", { name: "Keep" }).click();
  await mine.getByRole("button", { name: "Remove this map" }).click();
  await mine.getByRole("button", { name: "Remove", exact: true }).click();
  await page.waitForFunction((gone) => !location.search.includes(gone), id);
  assert.ok(parameter("m"), "another map is shown");
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal((await job(id)).status, "successful");
  assert.equal(await page.getByRole("button", { name: "Undo" }).count(), 0);
  await fetch(`${world.server.url}/jobs/${id}`, { method: "DELETE" });
});

it("a map that someone else removed is told in place", async () => {
  const { page } = world;
  const id = await makeMap();
  await open(`?m=${id}`);
  await fetch(`${world.server.url}/jobs/${id}`, { method: "DELETE" });
  await page.reload();
  await page.getByText("This map is not there: it was removed").waitFor();
  assert.equal(await legend().count(), 0);
});

it("B5: an error leaves when it is over", async () => {
  const { page } = world;
  let down = true;
  await page.route("**/*", (route) =>
    down && /\/(jobs|processes)/.test(route.request().url())
      ? route.fulfill({ status: 502, body: "Bad Gateway" })
      : route.continue(),
  );
  await page.goto(`${world.server.url}/?p=new`);
  await page.getByText("The server can’t be reached").waitFor();
  down = false;
  await page.getByRole("button", { name: "Draw polygon" }).waitFor();
  await page.getByText("The server can’t be reached").waitFor({ state: "detached" });
});

it("B6: a server that asks who one is says so", async () => {
  const { page } = world;
  await page.route("**/jobs?*", (route) =>
    route.request().headers()["x-api-key"] === "gck_right"
      ? route.continue()
      : route.fulfill({ status: 401, json: { title: "Unauthorized", detail: "Sign in" } }),
  );
  await page.goto(`${world.server.url}/?p=maps`);
  await page.getByLabel("API key or token").fill("gck_right");
  await page.getByRole("button", { name: "Sign in" }).click();
  await entry().first().waitFor();
});

it("B7: the pages of processes tell the schema of each input", async () => {
  const { page } = world;
  await page.goto(`${world.server.url}/processes/classify-crops?f=html`);
  const schema = page.getByRole("row", { name: /^year/ }).locator("td").nth(2);
  assert.match(await schema.innerText(), /"type":"integer","minimum":2015/);
});

test("B8: the development server passes on what the page asks for", async () => {
  const config = await readFile(new URL("../../vite.config.ts", import.meta.url), "utf8");
  for (const path of ["processes", "jobs", "results", "xyz", "models"]) {
    assert.ok(config.includes(`"${path}"`), path);
  }
});

it("B11: press, drag, release draws; Esc cancels; the area is in the address", async () => {
  const { page, plain } = world;
  await openForm(`&m=${plain}`);
  // The view goes to the map that was asked for.
  await page.waitForFunction(
    () => Number(new URLSearchParams(location.search).get("at")?.split(",")[2]) > 10,
  );
  const view = parameter("at");
  const box = await page.getByLabel("Crop map").boundingBox();
  const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
  const draw = page.getByRole("button", { name: "Draw rectangle" });
  await draw.click();
  await page.keyboard.press("Escape");
  assert.equal(await draw.getAttribute("aria-pressed"), "false");
  await draw.click();
  await page.locator("[data-pen=ready]").waitFor();
  await page.mouse.move(...at(0.4, 0.4));
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 0.5), { steps: 4 });
  await page.mouse.move(...at(0.6, 0.6), { steps: 4 });
  await page.mouse.up();
  await addressed("aoi=");
  assert.equal(parameter("at"), view, "the map stayed where it was");
  assert.equal(parameter("aoi").split("_").length, 5);
  // What it would cost is told before anybody presses.
  await page.getByText(/\d ha, \d+ scenes/).waitFor();
});

it("B19: a model that was trained meanwhile is offered", async () => {
  const { page } = world;
  let models = ["zimbabwe-sample"];
  await page.route("**/processes/classify-crops", async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    json.inputs.model.schema["x-choices"] = models;
    await route.fulfill({ response, json });
  });
  await page.clock.install();
  await openForm();
  models = ["zimbabwe-sample", "mazowe-2026"];
  await page.clock.fastForward(60_000);
  await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
  await page.locator("option", { hasText: "mazowe-2026" }).waitFor({ state: "attached" });
});

it("back leads to the layer before", async () => {
  const { page, plain } = world;
  await open(`?m=${plain}`);
  await page.getByLabel("Add a layer").selectOption("Confidence");
  await addressed("l=crop_type,confidence");
  await page.goBack();
  await page.waitForFunction(() => !location.search.includes("confidence"));
  await page.getByRole("listitem", { name: "Confidence" }).waitFor({ state: "detached" });
});

it("by keys alone: a pixel under the middle of the map", async () => {
  await open(`?m=${world.plain}`);
  await world.page.getByLabel("Crop map").focus();
  await world.page.keyboard.press("Enter");
  await pixel().getByText("% sure").waitFor();
});

it("a session that expires is told in place, the map stays, and signing in heals it", async () => {
  const { page, plain } = world;
  let expired = false;
  await page.route("**/jobs?*", (route) =>
    expired && route.request().headers()["x-api-key"] !== "gck_new"
      ? route.fulfill({ status: 401, json: { title: "Unauthorized", detail: "Sign in" } })
      : route.continue(),
  );
  await open(`?m=${plain}`);
  expired = true;
  await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
  await page.getByLabel("API key or token").fill("gck_new");
  assert.equal(await legend().count(), 1);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("API key or token").waitFor({ state: "detached" });
});

it("slow answers are waited for, without a word of alarm", async () => {
  const { page, plain } = world;
  await page.route(/\/(jobs|processes)\b/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await route.continue();
  });
  await page.goto(`${world.server.url}/?m=${plain}`);
  await tab("New map").click();
  await page.getByText("Loading…").waitFor();
  await page.getByRole("button", { name: "Draw polygon" }).waitFor();
  await tab("Map").click();
  await legend().waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
});
