// The page that checks the way between browser and server, in headless Chromium, on the built jar.
import assert from "node:assert/strict";
import { it, PICTURES, world } from "../world.mjs";

/** Findings by check; what is changed on the way is what a proxy would change. */
async function findings(change = async () => {}) {
  const { page, server } = world;
  await change(page);
  await page.goto(`${server.url}/doctor`);
  await page.locator("#done:not([hidden])").waitFor();
  const rows = await page
    .locator("#findings tr")
    .evaluateAll((all) => all.map((row) => [row.dataset.check, row.dataset.finding]));
  await page.screenshot({ path: `${PICTURES}doctor.png` });
  return Object.fromEntries(rows);
}

it("all is well on loopback, and other sites are kept out", async () => {
  assert.deepEqual(await findings(), {
    "Own address": "ok",
    "Other sites (CORS)": "warning",
    "A tile": "ok",
    "Axis order": "ok",
    "Not modified (304)": "ok",
    "Range reads of a COG": "ok",
    "Object store": "ok",
  });
});

it("it finds what a proxy breaks", async () => {
  const { server } = world;
  const found = await findings(async (page) => {
    // A server that is told a wrong address of its own.
    await page.route("**/doctor?f=json", async (route) => {
      const response = await route.fetch();
      const text = (await response.text()).replaceAll(server.url, "http://localhost:9/maps");
      const facts = JSON.parse(text);
      facts.cog = facts.cog.replace("http://localhost:9/maps", server.url);
      await route.fulfill({ response, json: facts });
    });
    await page.route("**/results/**", async (route) => {
      const headers = { ...route.request().headers() };
      delete headers.range;
      await route.fulfill({ response: await route.fetch({ headers }) });
    });
    await page.route("**/xyz/**", async (route) => {
      const response = await route.fetch();
      const headers = response.headers();
      delete headers.etag;
      await route.fulfill({ response, headers });
    });
  });
  assert.equal(found["Own address"], "failed");
  assert.equal(found["Not modified (304)"], "failed");
  assert.equal(found["Range reads of a COG"], "failed");
  assert.equal(found["Axis order"], "ok");
});
