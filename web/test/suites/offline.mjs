// A second visit without a network shows the page, the background and the last map.
import assert from "node:assert/strict";
import { canvasColors, center, it, legend, open, pixel, world } from "../world.mjs";

it("without a network: the shell, the background, the last map and its pixel", async () => {
  const { server, browser } = world;
  await world.page.context().close();
  const page = await browser.newPage({ serviceWorkers: "allow" });
  world.page = page;
  const [lon, lat] = center();
  const query = `?m=${world.plain}&at=${lon},${lat},15&px=${lon},${lat}`;
  await open(query);
  await page.evaluate(() => navigator.serviceWorker.ready);
  // The second visit goes through the worker, which keeps what it sees.
  await open(query);
  await pixel().waitFor();
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  try {
    await open(query);
    await page.getByText("No network.").waitFor();
    await legend().getByText("maize").waitFor();
    await pixel().getByText("% sure").waitFor();
    const { entries } = await page.evaluate(
      async (url) => (await fetch(url)).json(),
      `${server.url}/xyz/${world.plain}/legend.json`,
    );
    let seen = [];
    for (let tries = 0; tries < 50 && seen.length < 3; tries++) {
      const colors = await canvasColors();
      seen = entries.filter(({ color }) => (colors[color] ?? 0) > 200);
      await page.waitForTimeout(100);
    }
    assert.ok(seen.length >= 3, "the map has its colours");
  } finally {
    await page.context().setOffline(false);
  }
});
