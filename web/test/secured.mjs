// A server that asks who one is, and its provider of identities; started by the first test that needs it.
import assert from "node:assert/strict";
import { after } from "node:test";
import { startProvider, CLIENT } from "./provider.mjs";
import { startServer } from "./server.mjs";
import { DESK, world } from "./world.mjs";

let running;

/** `url` of the server, `kill` and `restart` of it, `people` of the provider, `bounds` of the sample landscape. */
export function secured() {
  running ??= start();
  return running;
}

async function start() {
  let provider;
  const server = await startServer(128, async (url) => {
    provider ??= await startProvider(url);
    return {
      GEOCROP_OIDC_ISSUER: provider.url,
      GEOCROP_OIDC_CLIENT: CLIENT,
      GEOCROP_SESSION_RENEWAL: "1s",
      // Two neighbours: one that answers, and one that is not there.
      GEOCROP_GITEA_URL: `${provider.url}/`,
      GEOCROP_MLFLOW_URL: "http://localhost:1/",
    };
  });
  return { ...server, provider, people: provider.people, bounds: await server.bounds() };
}

after(async () => {
  if (running) {
    const { stop, provider } = await running;
    await stop();
    await provider.stop();
  }
});

/** A browser of its own, in which nobody has signed in. */
export async function newcomer(options) {
  const page = await world.browser.newPage(options);
  await page.setViewportSize(DESK);
  return page;
}

/** Logs in at the provider, where the page has sent the browser. */
export async function logIn(page, name) {
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** A browser in which someone has signed in. */
export async function signedIn(name, options) {
  const { url } = await secured();
  const page = await newcomer(options);
  await page.goto(`${url}/sign-in`);
  await logIn(page, name);
  await page.locator("details.account summary").waitFor();
  return page;
}

/** A finished map of who has signed in, made with the session of their browser. */
export async function mapOf(page) {
  const { url, bounds } = await secured();
  const [west, south, east, north] = bounds;
  const { request } = page.context();
  const made = await request.post(`${url}/processes/classify-crops/execution`, {
    headers: { Prefer: "respond-async" },
    data: { inputs: { aoi: [(west + east) / 2, (south + north) / 2, 300], year: 2022 } },
  });
  assert.equal(made.status(), 201, await made.text());
  const { jobID } = await made.json();
  const end = Date.now() + 60_000;
  let job;
  do {
    assert.ok(Date.now() < end, `the map was not made in time: ${JSON.stringify(job)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    job = await (await request.get(`${url}/jobs/${jobID}`)).json();
  } while (job.status !== "successful");
  return jobID;
}

/** Pixels of the map's own colours on the canvases of a page: those of the legend. */
export async function cropPixels(page, colors) {
  return page.evaluate((wanted) => {
    let count = 0;
    for (const canvas of document.querySelectorAll(".map canvas")) {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) {
        const hex = ((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]).toString(16);
        count += wanted.includes(`#${hex.padStart(6, "0")}`) ? 1 : 0;
      }
    }
    return count;
  }, colors);
}
