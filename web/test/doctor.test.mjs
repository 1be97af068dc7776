// The page that checks the way between browser and server, in headless Chromium, on the built jar.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { missing, openBrowser } from "./browser.mjs";
import { startServer } from "./server.mjs";

const PICTURES = fileURLToPath(new URL("../target/", import.meta.url));
let browser;

before(async () => {
  if (!missing) {
    browser = await openBrowser();
    await mkdir(PICTURES, { recursive: true });
  }
});

after(async () => {
  await browser?.close();
});

/** Findings by check; what is changed on the way is what a proxy would change. */
async function findings(server, change = async () => {}) {
  const page = await browser.newPage();
  await change(page);
  await page.goto(`${server.url}/doctor`);
  await page.locator("#done:not([hidden])").waitFor();
  const rows = await page
    .locator("#findings tr")
    .evaluateAll((all) => all.map((row) => [row.dataset.check, row.dataset.finding]));
  await page.screenshot({ path: `${PICTURES}doctor.png` });
  await page.close();
  return Object.fromEntries(rows);
}

async function makeMap(server) {
  const [west, south, east, north] = await server.bounds();
  const response = await fetch(`${server.url}/processes/classify-crops/execution`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      inputs: { aoi: [(west + east) / 2, (south + north) / 2, 600], year: 2022 },
    }),
  });
  assert.equal(response.status, 200, await response.text());
}

test("all is well on loopback, and other sites are kept out", { skip: missing }, async () => {
  const server = await startServer(256);
  try {
    await makeMap(server);
    assert.deepEqual(await findings(server), {
      "Own address": "ok",
      "Other sites (CORS)": "warning",
      "A tile": "ok",
      "Axis order": "ok",
      "Not modified (304)": "ok",
      "Range reads of a COG": "ok",
      "Object store": "ok",
    });
  } finally {
    await server.stop();
  }
});

test("it finds what a proxy breaks", { skip: missing }, async () => {
  const server = await startServer(256, {
    GEOCROP_CORS_ORIGINS: "*",
    GEOCROP_PUBLIC_URL: "http://localhost:9/maps",
  });
  try {
    await makeMap(server);
    const found = await findings(server, async (page) => {
      await page.route("**/doctor?f=json", async (route) => {
        const response = await route.fetch();
        const facts = await response.json();
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
    assert.equal(found["Other sites (CORS)"], "ok");
    assert.equal(found["Not modified (304)"], "failed");
    assert.equal(found["Range reads of a COG"], "failed");
    assert.equal(found["Axis order"], "ok");
  } finally {
    await server.stop();
  }
});
