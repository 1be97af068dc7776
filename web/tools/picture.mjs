// Takes the pictures of the documentation: that of the README, and the first three minutes of a newcomer.
// Usage: picture.mjs DOCS
import { mkdir } from "node:fs/promises";
import { openBrowser } from "../test/browser.mjs";
import { startServer } from "../test/server.mjs";

const docs = process.argv[2];
const steps = `${docs}/tutorials/first-three-minutes`;
await mkdir(steps, { recursive: true });
const server = await startServer(512);
const browser = await openBrowser();
try {
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1280, height: 800 });
  const picture = async (name) => {
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: `${steps}/${name}.png` });
  };
  const map = page.getByLabel("Crop map");
  const legend = page.getByRole("table", { name: "Legend" }).first();

  await page.goto(server.url);
  await page.getByRole("button", { name: "Try it: the sample landscape" }).waitFor();
  await picture("1-open");

  await page.getByRole("button", { name: "Try it: the sample landscape" }).click();
  await legend.getByText("maize").waitFor();
  await picture("2-example");

  await map.click({ position: { x: 500, y: 330 } });
  await page.getByRole("button", { name: "Why?" }).click();
  await page.getByLabel("Explanation").waitFor();
  await picture("3-why");

  const [west, south, east, north] = await server.bounds();
  await page.getByRole("button", { name: "New map" }).click();
  await page.getByLabel("Longitude").fill(((west + east) / 2).toFixed(4));
  await page.getByLabel("Latitude").fill(((south + north) / 2).toFixed(4));
  await page.getByLabel("Radius (m)").fill("2000");
  await page.getByText(/\d ha, \d+ scenes/).waitFor();
  await picture("4-area");

  const before = page.url();
  await page.getByRole("button", { name: "Make the map" }).click();
  await page.waitForURL((url) => url.href !== before && url.search.includes("m="));
  await page.getByLabel("Add a layer").waitFor();
  await page.waitForFunction(() => document.title.startsWith("Crop type"));
  await page.waitForLoadState("networkidle");
  await map.click({ position: { x: 470, y: 400 } });
  await page.getByText("% sure", { exact: false }).first().waitFor();
  await picture("5-map");
  await page.screenshot({ path: `${docs}/picture.png` });

  await page.getByLabel("Add a layer").selectOption("Confidence");
  await page.getByRole("checkbox", { name: "fallow" }).click();
  await page.getByLabel("Opacity of Confidence").fill("0.5");
  await picture("6-layers");

  await page.getByRole("button", { name: "Maps", exact: true }).click();
  await page.getByText("near Mazowe, 2022/23").nth(1).waitFor();
  await picture("7-maps");
} finally {
  await browser.close();
  await server.stop();
}
