// Map and panel agree, and all has an address: each of these failed once (web.md B1 to B11), on the built jar.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { readFile } from "node:fs/promises";
import { missing, openBrowser } from "./browser.mjs";
import { startServer } from "./server.mjs";

const TALL = { width: 1440, height: 900 };
let server;
let browser;
let bounds;
let plain;
let doubtful;
let page;

before(async () => {
  if (missing) {
    return;
  }
  server = await startServer(256);
  bounds = await server.bounds();
  browser = await openBrowser();
  doubtful = await makeMap({ uncertainty: true });
  plain = await makeMap();
});

beforeEach(async () => {
  if (missing) {
    return;
  }
  await page?.close();
  page = await browser.newPage();
  await page.setViewportSize(TALL);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const center = () => [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];

async function makeMap(more = {}) {
  const response = await fetch(`${server.url}/processes/classify-crops/execution`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Prefer: "respond-async" },
    body: JSON.stringify({ inputs: { aoi: [...center(), 500], year: 2022, ...more } }),
  });
  const { jobID } = await response.json();
  const end = Date.now() + 60_000;
  while ((await (await fetch(`${server.url}/jobs/${jobID}`)).json()).status !== "successful") {
    assert.ok(Date.now() < end, "the map was not made in time");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return jobID;
}

const open = async (query) => {
  await page.goto(`${server.url}/${query}`);
  await page.getByRole("table", { name: "Legend" }).waitFor();
};
const parameter = (name) => new URL(page.url()).searchParams.get(name);
const entry = (status = "successful") => page.locator(`li[data-status=${status}]`);

test(
  "B1: a layer that the next map has not is not left on the map",
  { skip: missing },
  async () => {
    await open(`?m=${doubtful}&l=applicability`);
    assert.equal(await page.getByLabel("Layer").inputValue(), "applicability");
    const asked = [];
    await entry().first().locator(".title").click();
    page.on("request", (request) => asked.push(request.url()));
    await page.waitForFunction((id) => location.search.includes(id), plain);
    await page.getByRole("table", { name: "Legend" }).getByText("maize").waitFor();
    assert.equal(await page.getByLabel("Layer").inputValue(), "crop_type");
    assert.deepEqual(
      asked.filter((url) => url.includes("applicability")),
      [],
    );
    assert.equal(await page.getByRole("alert").count(), 0);
  },
);

test(
  "B2: a map that someone else made takes neither view nor panel",
  { skip: missing },
  async () => {
    await page.goto(server.url);
    await page.waitForFunction(() => location.search.includes("at="));
    const shown = parameter("m");
    const view = parameter("at");
    const other = await makeMap();
    // The list is read anew when the window is looked at again.
    await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
    await page.waitForFunction((n) => document.querySelectorAll("li[data-status]").length >= n, 3);
    assert.equal(parameter("m"), shown);
    assert.equal(parameter("at"), view);
    await fetch(`${server.url}/jobs/${other}`, { method: "DELETE" });
  },
);

test(
  "B3, B4: removing asks, can be undone, and leads to another map",
  { skip: missing },
  async () => {
    const id = await makeMap();
    await open(`?m=${id}`);
    const mine = page.locator("li[aria-current=true]");
    await mine.getByRole("button", { name: "Remove this map" }).click();
    await mine.getByRole("button", { name: "Keep" }).click();
    await mine.getByRole("button", { name: "Remove this map" }).click();
    await mine.getByRole("button", { name: "Remove", exact: true }).click();
    await page.waitForFunction((gone) => !location.search.includes(gone), id);
    assert.ok(parameter("m"), "another map is shown");
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal((await (await fetch(`${server.url}/jobs/${id}`)).json()).status, "successful");
    assert.equal(await page.getByRole("button", { name: "Undo" }).count(), 0);
  },
);

test("B5: an error leaves when it is over", { skip: missing }, async () => {
  let down = true;
  await page.route("**/*", (route) =>
    down && /\/(jobs|processes)/.test(route.request().url())
      ? route.fulfill({ status: 502, body: "Bad Gateway" })
      : route.continue(),
  );
  await page.goto(server.url);
  await page.getByText("The server can’t be reached").waitFor();
  down = false;
  await page.getByRole("button", { name: "Draw polygon" }).waitFor();
  await page.getByText("The server can’t be reached").waitFor({ state: "detached" });
});

test("B6: a server that asks who one is says so", { skip: missing }, async () => {
  await page.route("**/jobs?*", (route) =>
    route.request().headers()["x-api-key"] === "gck_right"
      ? route.continue()
      : route.fulfill({ status: 401, json: { title: "Unauthorized", detail: "Sign in" } }),
  );
  await page.goto(server.url);
  await page.getByLabel("API key or token").fill("gck_right");
  await page.getByRole("button", { name: "Sign in" }).click();
  await entry().first().waitFor();
});

test("B7: the pages of processes tell the schema of each input", { skip: missing }, async () => {
  await page.goto(`${server.url}/processes/classify-crops?f=html`);
  const schema = page.getByRole("row", { name: /^year/ }).locator("td").nth(2);
  assert.match(await schema.innerText(), /"type":"integer","minimum":2015/);
});

test("B8: the development server passes on what the page asks for", async () => {
  const config = await readFile(new URL("../vite.config.ts", import.meta.url), "utf8");
  for (const path of ["processes", "jobs", "results", "xyz", "models"]) {
    assert.ok(config.includes(`"${path}"`), path);
  }
});

test(
  "B11: press, drag, release draws; Esc cancels; the area is in the address",
  { skip: missing },
  async () => {
    await open(`?m=${plain}`);
    // The view goes to the map that was asked for.
    await page.waitForFunction(
      () => Number(new URLSearchParams(location.search).get("at")?.split(",")[2]) > 10,
    );
    const view = parameter("at");
    const box = await page.getByLabel("Crop map").boundingBox();
    const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
    await page.getByRole("button", { name: "Draw rectangle" }).click();
    await page.keyboard.press("Escape");
    assert.equal(
      await page.getByRole("button", { name: "Draw rectangle" }).getAttribute("aria-pressed"),
      "false",
    );
    await page.getByRole("button", { name: "Draw rectangle" }).click();
    await page.mouse.move(...at(0.4, 0.4));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.5), { steps: 4 });
    await page.mouse.move(...at(0.6, 0.6), { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => location.search.includes("aoi="));
    assert.equal(parameter("at"), view, "the map stayed where it was");
    assert.equal(parameter("aoi").split("_").length, 5);
    // What it would cost is told before anybody presses.
    await page.getByText(/\d ha, \d+ scenes/).waitFor();
  },
);

test(
  "B17: a click tells the value of the layer, and is found again by its address",
  { skip: missing },
  async () => {
    const [lon, lat] = center();
    await open(`?m=${plain}&l=evi_peak~50&px=${lon},${lat}`);
    const pixel = page.getByRole("status", { name: "Clicked pixel" });
    await pixel.getByText(/evi peak \d/).waitFor();
    assert.equal(await page.getByLabel("Opacity").inputValue(), "0.5");
    assert.match(await page.title(), /^Evi peak, 2022\/23, .* – GeoCrop$/);
    await page.reload();
    await pixel.getByText(/evi peak \d/).waitFor();
  },
);

test("back leads to the layer before", { skip: missing }, async () => {
  await open(`?m=${plain}`);
  await page.getByLabel("Layer").selectOption("confidence");
  await page.waitForFunction(() => location.search.includes("l=confidence"));
  await page.goBack();
  await page.waitForFunction(() => !location.search.includes("l=confidence"));
  assert.equal(await page.getByLabel("Layer").inputValue(), "crop_type");
});

test("the legend filters the map", { skip: missing }, async () => {
  await open(`?m=${plain}`);
  const [request] = await Promise.all([
    page.waitForRequest((sent) => /\.png\?classes=/.test(sent.url())),
    page.getByRole("checkbox", { name: "maize" }).click(),
  ]);
  const [, classes] = /classes=([\d,]+)/.exec(request.url());
  assert.ok(!classes.split(",").includes("1"), classes);
  assert.equal((await request.response()).status(), 200);
});

test("by keys alone: a pixel under the middle of the map", { skip: missing }, async () => {
  await open(`?m=${plain}`);
  await page.getByLabel("Crop map").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("status", { name: "Clicked pixel" }).waitFor();
});

for (const size of [TALL, { width: 390, height: 844 }]) {
  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing, ${size.width}, ${scheme}`, { skip: missing }, async () => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme });
      await open(`?m=${plain}`);
      await page.screenshot({ path: `target/places-${size.width}-${scheme}.png` });
      const axe = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url));
      await page.evaluate(axe.toString());
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`),
        [],
      );
    });
  }
}
