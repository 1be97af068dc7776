// For everyone: axe in all places, keys alone, languages, weight.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { axe } from "../axe.mjs";
import {
  addressed,
  center,
  it,
  legend,
  open,
  openTab,
  parameter,
  PICTURES,
  pixel,
  SIZES,
  world,
} from "../world.mjs";

const BUDGET = 195_000;

for (const size of SIZES) {
  for (const scheme of ["light", "dark"]) {
    it(`axe finds nothing, ${size.width}, ${scheme}`, async () => {
      const { page } = world;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme });
      const [lon, lat] = center();
      await open(`?m=${world.plain}&l=crop_type,confidence&px=${lon},${lat}`);
      await pixel().waitFor();
      for (const name of ["Map", "New map", "Maps"]) {
        await openTab(name);
        await page.screenshot({ path: `${PICTURES}${size.width}-${scheme}-${name}.png` });
        assert.deepEqual(await axe(page), [], name);
      }
    });
  }
}

for (const [name, media] of [
  ["more contrast", { contrast: "more" }],
  ["more contrast, dark", { contrast: "more", colorScheme: "dark" }],
  ["forced colours", { forcedColors: "active" }],
]) {
  it(`${name}: axe finds nothing, and the legend keeps the colours of the map`, async () => {
    const { page } = world;
    await page.emulateMedia(media);
    await open(`?m=${world.plain}`);
    const swatch = legend().locator(".swatch").first();
    assert.equal(
      await swatch.evaluate((e) => getComputedStyle(e).forcedColorAdjust),
      media.forcedColors ? "none" : "auto",
    );
    const border = await page
      .getByRole("button", { name: "Copy link" })
      .evaluate((e) => getComputedStyle(e).borderTopWidth);
    assert.equal(border, media.contrast ? "2px" : "1px");
    assert.deepEqual(await axe(page), []);
    await page.screenshot({ path: `${PICTURES}${name.replaceAll(/\W+/g, "-")}.png` });
  });
}

it("open, choose an area, estimate, run, read a pixel, share: by keys alone", async () => {
  const { page } = world;
  await page.goto(`${world.server.url}/?m=${world.plain}`);
  await legend().waitFor();
  /** Tab until what has a name has the keys. */
  const reach = async (test) => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      const name = await page.evaluate(() => {
        const e = document.activeElement;
        return e.getAttribute("aria-label") ?? (e.labels?.[0] ?? e).innerText;
      });
      if (test.test(name)) {
        return;
      }
    }
    assert.fail(`Tab does not reach ${test}`);
  };
  await reach(/^New map$/);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Draw polygon" }).waitFor();
  await reach(/^Longitude/);
  await page.keyboard.type(String(center()[0]));
  await page.keyboard.press("Tab");
  await page.keyboard.type(String(center()[1]));
  await page.keyboard.press("Tab");
  await page.keyboard.type("500");
  await page.getByText(/\d ha, \d+ scenes/).waitFor();
  const before = parameter("m");
  await page.keyboard.press("Enter");
  await page.waitForFunction((was) => !location.search.includes(was), before);
  await page.waitForFunction(() => document.title.startsWith("Crop type"));
  await legend().getByText("maize").waitFor();
  await reach(/^Crop map$/);
  await page.keyboard.press("Enter");
  await pixel().getByText("% sure").waitFor();
  await reach(/^Copy link$/);
  await page.keyboard.press("Enter");
  await page.getByText("Nobody signs in here").waitFor();
});

it("the page speaks the browser's language, and another when it is chosen", async () => {
  const { page } = world;
  await open(`?m=${world.plain}`);
  await page.getByLabel("Language").selectOption("Português");
  await page.getByRole("button", { name: "Novo mapa" }).waitFor();
  await page.getByRole("table", { name: "Legenda" }).getByText("milho").waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "pt");
  assert.match(
    await page.getByRole("table", { name: "Legenda" }).innerText(),
    /milho\s+[\d.]+ ha\s+\d+,\d %/,
  );
  await page.reload();
  await page.getByRole("button", { name: "Novo mapa" }).waitFor();
  await page.getByLabel("Língua").selectOption("chiShona");
  await page.getByRole("table").getByText("chibage").waitFor();
  await page.evaluate(() => localStorage.clear());
});

it("scripts until the map is there are at most 195 kB, gzipped", async () => {
  const { page, server } = world;
  const scripts = new Set();
  page.on("request", (request) => {
    if (request.resourceType() === "script") {
      scripts.add(request.url());
    }
  });
  const tile = page.waitForResponse((response) => /\/xyz\/.*\.png/.test(response.url()));
  await page.goto(`${server.url}/?m=${world.plain}`);
  await tile;
  const sizes = await Promise.all(
    [...scripts]
      .filter((url) => !url.includes("background"))
      .map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length),
  );
  const whole = sizes.reduce((a, b) => a + b, 0);
  console.log(`Scripts of the first view: ${scripts.size}, ${whole} bytes gzipped`);
  assert.ok(whole > 100_000 && whole <= BUDGET, `${whole}`);
  await addressed("at=");
});
