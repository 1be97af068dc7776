// From an area to its map: forecast, job, growing map, legend, pixel, explanation, samples, download.
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  canvasColors,
  center,
  it,
  legend,
  openForm,
  PICTURES,
  pixel,
  tab,
  typeCircle,
  world,
} from "../world.mjs";

it("type a circle, draw a polygon, see its map, ask a pixel, download", async () => {
  const { page, server } = world;
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) {
      faults.push(`The page asked for ${request.url()}`);
    }
  });
  await openForm();
  const first = page.getByRole("button", { name: "Draw or type an area first" });
  assert.equal(await first.isDisabled(), true);

  // Typing takes the map there.
  await typeCircle(...center(), 900);

  // The drawn polygon replaces the circle.
  const map = page.getByLabel("Crop map");
  const box = await map.boundingBox();
  const at = (x, y) => ({ x: box.width * x, y: box.height * y });
  await page.getByRole("button", { name: "Draw polygon" }).click();
  await page.locator("[data-pen=ready]").waitFor();
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
  await page.waitForFunction(() => document.title.startsWith("Crop type, 2022/23, near Mazowe"));
  await legend().getByText("maize").waitFor();
  assert.match(await legend().innerText(), /maize\s+[\d,]+ ha\s+[\d.]+ %/);
  await page.waitForLoadState("networkidle");

  const { entries } = await (
    await page.request.get(`${server.url}/xyz/${jobID}/legend.json`)
  ).json();
  const colors = await canvasColors();
  const seen = entries.filter(({ color }) => (colors[color] ?? 0) > 200);
  assert.ok(seen.length >= 5, `Of the legend's colours only ${seen.map((e) => e.label)} are there`);

  // A click tells a class, and where.
  await map.click({ position: at(0.5, 0.5) });
  await pixel().waitFor();
  const [, name] = /^([a-z -]+) \d+ % sure/.exec(await pixel().innerText());
  assert.ok(
    entries.some(({ label }) => label === name),
    name,
  );
  assert.match(await pixel().innerText(), /17\.\d{5}° S, 30\.\d{5}° E/);
  await page.screenshot({ path: join(PICTURES, "page.png") });

  // Why: series, probabilities of the class that the map shows, and the features that moved it.
  await page.getByRole("button", { name: "Why?" }).click();
  const why = page.getByLabel("Explanation");
  await why.waitFor();
  assert.match(await why.getByRole("table", { name: "Probabilities" }).innerText(), /\d+\.\d %/);
  assert.ok((await why.getByRole("table", { name: "Contributions" }).getByRole("row").count()) > 4);
  assert.ok((await why.locator("circle").count()) >= 5);

  // Samples against the map: points whose class is what the map says there, but for one.
  const planned = await page.request.post(`${server.url}/processes/plan-samples/execution`, {
    data: {
      inputs: { map: jobID, samples: 60, min_samples_per_class: 5 },
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
  // No share is beyond what a share can be, no area below nothing (B10).
  for (const [, share] of (await truth.innerText()).matchAll(/(\d+) %/g)) {
    assert.ok(Number(share) <= 100, share);
  }
  await truth.getByText("Model zimbabwe-sample@1:").click();
  await truth.getByText("In seasons other than").waitFor();
  await truth.getByText(/Made of \d+ scenes from sample/).click();
  await truth.getByText("1 Sept 2022 to 31 May 2023").waitFor();

  await page.getByText("Download Cloud Optimized GeoTIFFs").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Crop type" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "crop_type.tif");
  assert.deepEqual(faults, []);
});

it("a job that runs tells phase, time and log, and shows what it has finished", async () => {
  const { page } = world;
  // The sample's jobs end within a second: for some time the page is told that this one still runs.
  let told = 0;
  let followed;
  await page.route(/\/jobs\/[^/?]+$/, async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    if (answer.jobID === followed && answer.status === "successful" && told < 4) {
      told++;
      const estimatedEnd = "2026-01-01T00:00:00Z";
      Object.assign(answer, { status: "running", progress: 50 + told, estimatedEnd });
    }
    await route.fulfill({ response, json: answer });
  });
  page.on("response", async (response) => {
    if (response.request().method() === "POST" && response.url().endsWith("execution")) {
      followed = (await response.json()).jobID;
    }
  });
  const grown = new Set();
  page.on("response", (response) => {
    const step = /\/xyz\/[^/]+\/\d+\/\d+\/\d+\.png\?step=(\d+)/.exec(response.url());
    if (step && response.status() === 200) {
      grown.add(step[1]);
    }
  });
  await openForm();
  await typeCircle(...center(), 500);
  await page.getByRole("button", { name: "Make the map" }).click();
  await page.getByText(/ends about \d/).waitFor();
  // Before that it may have told of its own progress.
  await page.waitForFunction(() => /^5\d % /.test(document.title));
  await page.getByText("Log", { exact: true }).click();
  await page.locator(".log li").first().waitFor();
  for (let tries = 0; tries < 300 && grown.size < 2; tries++) {
    await page.waitForTimeout(100);
  }
  assert.ok(grown.size >= 2, `steps whose tiles were shown: ${[...grown]}`);
});

it("an area without scenes is told before the job, and explained after it", async () => {
  const { page } = world;
  await openForm();
  await typeCircle(0.5, 51.5, 500);
  await page.getByText(/no scene/i).waitFor();
  await page.getByRole("button", { name: "Make the map" }).click();
  const failed = page.getByLabel("Job", { exact: true }).getByRole("alert");
  await failed.waitFor();
  assert.match(await failed.innerText(), /could not be made.*no scene/is);
  await tab("Maps").click();
  await page.locator("li[data-status=failed]").first().waitFor();
});

it("what is too large is refused in words, and the refusal leaves with the next change", async () => {
  const { page } = world;
  await openForm();
  await typeCircle(30.99, -17.48, 900000);
  await page.getByRole("button", { name: "Make the map" }).click();
  const alert = page.getByRole("alert");
  assert.match(await alert.innerText(), /km²/);
  await page.getByLabel("Radius (m)").fill("500");
  await alert.waitFor({ state: "detached" });
});

it("seasons are cards with their days; own dates go into the request", async () => {
  const { page } = world;
  await openForm();
  await typeCircle(...center(), 500);
  const card = page.getByRole("radio", { name: /^2022\/23/ });
  assert.equal(await card.isChecked(), true);
  assert.match(await card.locator("..").innerText(), /1 Sept?,? 2022 – 31 May,? 2023/);
  await page.getByRole("radio", { name: "Own dates" }).check();
  assert.equal(await page.getByLabel("First day").inputValue(), "2022-09-01");
  await page.getByLabel("First day").fill("2022-10-01");
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.url().endsWith("/estimate")),
    page.getByLabel("Last day").fill("2023-04-30"),
  ]);
  const { inputs } = request.postDataJSON();
  assert.deepEqual(
    [inputs.start, inputs.end, inputs.year],
    ["2022-10-01", "2023-04-30", undefined],
  );
  await page.getByText(/\d ha, \d+ scenes/).waitFor();
});
