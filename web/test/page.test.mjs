// The page as a person uses it, in headless Chromium, on the built jar with the sample landscape.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { missing, openBrowser } from "./browser.mjs";
import { startServer } from "./server.mjs";

const PICTURES = fileURLToPath(new URL("../target/", import.meta.url));
let server;
let browser;
let bounds;

before(async () => {
  if (missing) {
    return;
  }
  server = await startServer(256);
  bounds = await server.bounds();
  browser = await openBrowser();
  await mkdir(PICTURES, { recursive: true });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test(
  "type a circle, draw a polygon, see its map, ask a pixel, download",
  { skip: missing },
  async () => {
    const page = await browser.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) {
        faults.push(`The page asked for ${request.url()}`);
      }
    });
    await page.goto(server.url);
    assert.equal(
      await page.getByRole("button", { name: "Draw or type an area first" }).isDisabled(),
      true,
    );

    // Typing takes the map there.
    await page.getByLabel("Longitude").fill(String((bounds[0] + bounds[2]) / 2));
    await page.getByLabel("Latitude").fill(String((bounds[1] + bounds[3]) / 2));
    await page.getByLabel("Radius (m)").fill("900");

    // The drawn polygon replaces the circle.
    const map = page.getByLabel("Crop map");
    const box = await map.boundingBox();
    const at = (x, y) => ({ x: box.width * x, y: box.height * y });
    await page.getByRole("button", { name: "Draw polygon" }).click();
    await map.click({ position: at(0.3, 0.2) });
    await map.click({ position: at(0.7, 0.25) });
    await map.click({ position: at(0.65, 0.8) });
    await map.dblclick({ position: at(0.28, 0.75) });
    await page.waitForFunction(() => document.querySelector("input[placeholder=drawn]") !== null);

    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.url().endsWith("/execution")),
      page.getByRole("button", { name: "Make the map" }).click(),
    ]);
    const { aoi } = request.postDataJSON().inputs;
    assert.equal(aoi.type, "Polygon");
    assert.equal(aoi.coordinates[0].length, 5);

    const { jobID } = await (await request.response()).json();
    await page.waitForURL((url) => url.search.includes(jobID));
    const ended = page
      .locator("li[aria-current=true]:is([data-status=successful], [data-status=failed])")
      .first();
    await ended.waitFor();
    assert.match(await ended.innerText(), /done/);
    const legend = page.getByRole("table", { name: "Legend" });
    await legend.getByText("maize").waitFor();
    assert.match(await legend.innerText(), /maize\s+[\d,]+ ha\s+[\d.]+ %/);
    await page.waitForLoadState("networkidle");

    const legendJson = await (await page.request.get(await tilesUrl(page, "legend.json"))).json();
    const colors = await canvasColors(page);
    const seen = legendJson.entries.filter(({ color }) => (colors[color] ?? 0) > 200);
    assert.ok(
      seen.length >= 5,
      `Of the legend's colours only ${seen.map((e) => e.label)} are on the map`,
    );

    // A click tells the class whose colour is there.
    await map.click({ position: at(0.5, 0.5) });
    const pixel = page.getByRole("status", { name: "Clicked pixel" });
    await pixel.waitFor();
    const [name] = /^[a-z -]+(?= \d+ % sure)/.exec(await pixel.innerText());
    const under = await colorAt(page, box.width * 0.5, box.height * 0.5 - 20);
    assert.ok(
      legendJson.entries.some((entry) => entry.label === name),
      name,
    );
    assert.ok(
      legendJson.entries.some((entry) => entry.color === under),
      `${under} is no class`,
    );
    await page.screenshot({ path: join(PICTURES, "page.png") });

    // Why: series, probabilities of the class that the map shows, and the features that moved it.
    await page.getByRole("button", { name: "Why?" }).click();
    const why = page.getByLabel("Explanation");
    await why.waitFor();
    assert.match(await why.getByRole("table", { name: "Probabilities" }).innerText(), /\d+\.\d %/);
    assert.ok(
      (await why.getByRole("table", { name: "Contributions" }).getByRole("row").count()) > 4,
    );
    assert.ok((await why.locator("circle").count()) >= 5);
    await why.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(PICTURES, "explain.png") });

    // Samples against the map: points whose class is what the map says there, but for one.
    const job = (await tilesUrl(page, "")).split("/").at(-2);
    const planned = await page.request.post(`${server.url}/processes/plan-samples/execution`, {
      data: {
        inputs: { map: job, samples: 60, min_samples_per_class: 5 },
        outputs: { points: {} },
        response: "raw",
      },
    });
    const samples = await planned.json();
    for (const feature of samples.features) {
      feature.properties.class = feature.properties.map_class;
    }
    samples.features[0].properties.class = samples.features.at(-1).properties.map_class;
    const truth = page.getByLabel("Truth");
    await truth.getByLabel("Reference samples").setInputFiles({
      name: "samples.geojson",
      mimeType: "application/geo+json",
      buffer: Buffer.from(JSON.stringify(samples)),
    });
    const areas = truth.getByRole("table", { name: "Areas with intervals" });
    await areas.waitFor();
    assert.match(await areas.innerText(), /maize\s+[\d,]+ ± [\d,]+ ha\s+[\d,]+ ha\s+\d+ %/);
    assert.match(await truth.innerText(), /Overall accuracy 9\d %/);
    await truth.getByText("Model zimbabwe-sample@1:").click();
    await truth.getByText("In seasons other than").waitFor();
    await truth.getByText(/Made of \d+ scenes from sample/).click();
    await truth.getByText("2022-09-01 to 2023-05-31").waitFor();
    await page.setViewportSize({ width: 1280, height: 2400 });
    await page.screenshot({ path: join(PICTURES, "truth.png") });
    await page.setViewportSize({ width: 1280, height: 800 });

    // Another layer has other colours.
    await page.getByLabel("Layer").selectOption("confidence");
    await legend.getByText("Confidence (%)").waitFor();

    await page.getByText("Download Cloud Optimized GeoTIFFs").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "crop type" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "crop_type.tif");
    assert.deepEqual(faults, []);
  },
);

test("a job that runs shows what it has finished", { skip: missing }, async () => {
  const page = await browser.newPage();
  // The sample's jobs end within a second: for some time the page is told that this one still runs.
  let told = 0;
  let followed;
  await page.route(/\/jobs\/[^/?]+$/, async (route) => {
    const response = await route.fetch();
    const job = await response.json();
    if (job.jobID === followed && job.status === "successful" && told < 4) {
      told++;
      Object.assign(job, { status: "running", progress: 50 + told });
    }
    await route.fulfill({ response, json: job });
  });
  page.on("response", async (response) => {
    if (response.request().method() === "POST" && response.url().endsWith("execution")) {
      followed = (await response.json()).jobID;
    }
  });
  const grown = [];
  page.on("response", (response) => {
    const step = /\/xyz\/[^/]+\/\d+\/\d+\/\d+\.png\?step=(\d+)/.exec(response.url());
    if (step && response.status() === 200) {
      grown.push(step[1]);
    }
  });
  await page.goto(server.url);
  await page.getByLabel("Longitude").fill(String((bounds[0] + bounds[2]) / 2));
  await page.getByLabel("Latitude").fill(String((bounds[1] + bounds[3]) / 2));
  await page.getByLabel("Radius (m)").fill("500");
  await page.getByRole("button", { name: "Make the map" }).click();
  for (let tries = 0; tries < 300 && new Set(grown).size < 2; tries++) {
    await page.waitForTimeout(100);
  }
  assert.ok(new Set(grown).size >= 2, `steps whose tiles were shown: ${grown}`);
  await page.close();
});

test("an area without scenes is explained", { skip: missing }, async () => {
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.getByLabel("Longitude").fill("0.5");
  await page.getByLabel("Latitude").fill("51.5");
  await page.getByLabel("Radius (m)").fill("500");
  await page.getByRole("button", { name: "Make the map" }).click();
  const failed = page.locator("li[data-status=failed]");
  await failed.waitFor();
  assert.match(await failed.first().innerText(), /no scene/i);
});

test("a refused request is explained", { skip: missing }, async () => {
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.getByLabel("Longitude").fill("30.99");
  await page.getByLabel("Latitude").fill("-17.48");
  await page.getByLabel("Radius (m)").fill("900000");
  await page.getByRole("button", { name: "Make the map" }).click();
  assert.match(await page.getByRole("alert").innerText(), /km²/);
});

async function tilesUrl(page, file) {
  const { jobs } = await (
    await page.request.get(`${server.url}/jobs?limit=1&processID=classify-crops`)
  ).json();
  return `${server.url}/xyz/${jobs[0].jobID}/${file}`;
}

/** How many pixels of the map's canvas have each colour, by #rrggbb. */
function canvasColors(page) {
  return page.evaluate(() => {
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

function colorAt(page, x, y) {
  return page.evaluate(
    ([x, y]) => {
      const canvas = document.querySelector(".map canvas");
      const [r, g, b] = canvas.getContext("2d").getImageData(x, y, 1, 1).data;
      return `#${((r << 16) | (g << 8) | b).toString(16).padStart(6, "0")}`;
    },
    [x, y],
  );
}
