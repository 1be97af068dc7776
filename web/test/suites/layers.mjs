// Layers as in a GIS: several at once, order, opacity, filters, legends, the value of each.
import assert from "node:assert/strict";
import {
  addressed,
  both,
  canvasColors,
  center,
  it,
  legend,
  open,
  parameter,
  pixel,
  world,
} from "../world.mjs";

const MAIZE = "#f2d13c";

both("several layers, their order and opacity, and a click that tells each", async (page) => {
  await open(`?m=${world.plain}`);
  const layers = page.getByLabel("Layers", { exact: true });
  const maizeSeen = async () => (await canvasColors())[MAIZE] ?? 0;
  await page.waitForLoadState("networkidle");
  const maize = await maizeSeen();
  await layers.getByLabel("Add a layer").selectOption("EVI peak");
  await addressed("l=crop_type,evi_peak");
  await layers.getByLabel("Add a layer").selectOption("Confidence");
  await addressed("l=crop_type,evi_peak,confidence");
  const names = () => layers.getByRole("listitem").locator("span").allInnerTexts();
  assert.deepEqual(await names(), ["Confidence", "EVI peak", "Crop type"]);
  await layers.getByRole("button", { name: "Move EVI peak up" }).click();
  await addressed("l=crop_type,confidence,evi_peak");
  assert.deepEqual(await names(), ["EVI peak", "Confidence", "Crop type"]);
  await layers.getByLabel("Opacity of EVI peak").fill("0.4");
  await addressed("evi_peak~40");

  // What is highest on the list covers what is below it.
  assert.ok(maize > 200, `${maize}`);
  for (let tries = 0; tries < 100 && (await maizeSeen()) > 50; tries++) {
    await page.waitForTimeout(100);
  }
  assert.ok((await maizeSeen()) <= 50);
  await page.getByLabel("Crop map").focus();
  await page.keyboard.press("Enter");
  await pixel().waitFor();
  assert.match(await pixel().innerText(), /EVI peak\s+[\d.]+\s+Confidence\s+\d+/);

  // A ramp has its values, classes their names.
  await page.getByText("EVI at its peak").waitFor();
  await page.getByText("Confidence (%)").waitFor();
  await layers.getByRole("button", { name: "Take Confidence off the map" }).click();
  await addressed("l=crop_type,evi_peak~40");
  await page.goBack();
  await addressed("l=crop_type,confidence,evi_peak~40");
  assert.deepEqual(await names(), ["EVI peak", "Confidence", "Crop type"]);
});

it("B17: a click tells the value of the layer, and is found again by its address", async () => {
  const { page } = world;
  const [lon, lat] = center();
  await page.goto(`${world.server.url}/?m=${world.plain}&l=evi_peak~50&px=${lon},${lat}`);
  await pixel().getByText("EVI peak").waitFor();
  assert.equal(await page.getByLabel("Opacity of EVI peak").inputValue(), "0.5");
  await page.waitForFunction(() => /^EVI peak, 2022\/23, .* – GeoCrop$/.test(document.title));
  await page.reload();
  await pixel().getByText("EVI peak").waitFor();
});

it("the legend filters the map", async () => {
  const { page } = world;
  await open(`?m=${world.plain}`);
  const [request] = await Promise.all([
    page.waitForRequest((sent) => /\.png\?classes=/.test(sent.url())),
    page.getByRole("checkbox", { name: "maize" }).click(),
  ]);
  const [, classes] = /classes=([\d,]+)/.exec(request.url());
  assert.ok(!classes.split(",").includes("1"), classes);
  assert.equal((await request.response()).status(), 200);
  const [sure] = await Promise.all([
    page.waitForRequest((sent) => /\.png\?classes=.*minconf=80/.test(sent.url())),
    page.getByLabel(/^Only where at least/).fill("80"),
  ]);
  assert.equal((await sure.response()).status(), 200);
  assert.equal(parameter("conf"), "80");
  assert.ok(await legend().isVisible());
});
