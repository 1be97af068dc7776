// On a phone: a sheet with three stops over a whole map, answers where the finger is, targets of 44 pixels.
import assert from "node:assert/strict";
import {
  addressed,
  center,
  it,
  open,
  openForm,
  openTab,
  PHONE,
  PICTURES,
  pixel,
  world,
} from "../world.mjs";

const height = () =>
  world.page.getByLabel("Panel", { exact: true }).evaluate((e) => e.offsetHeight);
const steady = (test) =>
  world.page.waitForFunction(([low, high]) => {
    const sheet = document.querySelector("aside");
    const isStill = sheet.getAnimations().length === 0;
    return isStill && sheet.offsetHeight >= low && sheet.offsetHeight <= high;
  }, test);

it("the sheet stops at three heights, by taps and by pulling", async () => {
  const { page } = world;
  await page.setViewportSize(PHONE);
  await open(`?m=${world.plain}`);
  assert.ok(Math.abs((await height()) - 422) < 3);
  const map = await page.getByLabel("Crop map").boundingBox();
  assert.deepEqual([map.width, map.height], [390, 844]);
  await page.getByRole("button", { name: "Panel: open whole" }).click();
  await steady([770, 790]);
  await page.getByRole("button", { name: "Panel: close" }).click();
  await steady([100, 130]);
  const handle = await page.getByRole("button", { name: "Panel: open half" }).boundingBox();
  await page.mouse.move(195, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(195, 500, { steps: 4 });
  await page.mouse.move(195, 430, { steps: 4 });
  await page.mouse.up();
  await steady([415, 430]);
});

it("a tap is answered in sight", async () => {
  const { page } = world;
  await page.setViewportSize(PHONE);
  await open(`?m=${world.plain}`);
  // What is not drawn yet can't be tapped.
  await addressed("at=");
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Crop map").click({ position: { x: 195, y: 210 } });
  await pixel().waitFor();
  const answer = await pixel().boundingBox();
  assert.ok(answer.y > 0 && answer.y + answer.height < 844, JSON.stringify(answer));
  assert.match(await pixel().innerText(), /% sure/);
  await page.screenshot({ path: `${PICTURES}phone.png` });
});

it("a polygon by thumb: corners at the cross in the middle", async () => {
  const { page } = world;
  await page.setViewportSize(PHONE);
  await openForm(`&at=${center().join(",")},15`);
  await page.getByRole("button", { name: "Draw polygon" }).click();
  await page.locator("[data-pen=ready]").waitFor();
  for (const [x, y] of [
    [80, 0],
    [0, 80],
    [-80, 0],
  ]) {
    await page.getByRole("button", { name: "Corner at the cross" }).click();
    await page.mouse.move(195, 300);
    await page.mouse.down();
    await page.mouse.move(195 + x / 2, 300 + y / 2, { steps: 3 });
    await page.mouse.move(195 + x, 300 + y, { steps: 3 });
    await page.waitForTimeout(200);
    await page.mouse.up();
  }
  await page.getByRole("button", { name: "Finish" }).click();
  await addressed(/aoi=[^&]+_/);
});

it("what is touched is at least 44 pixels high and wide", async () => {
  const { page } = world;
  await page.setViewportSize(PHONE);
  await open(`?m=${world.plain}&l=crop_type,confidence`);
  for (const name of ["Map", "New map", "Maps"]) {
    await openTab(name);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, select, aside a, summary, input")]
        .filter((e) => e.checkVisibility() && !e.closest(".ol-rotate, [hidden]"))
        .map((e) => (/^(checkbox|radio)$/.test(e.type) ? e.closest("label") : e))
        .map((e) => [e.getAttribute("aria-label") ?? e.innerText, e.getBoundingClientRect()])
        .filter(([, { width, height }]) => width < 43.5 || height < 43.5)
        .map(([text, { width, height }]) => `${text}: ${width} x ${height}`),
    );
    assert.deepEqual(small, [], name);
  }
});
