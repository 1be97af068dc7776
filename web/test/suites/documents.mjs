// The API's pages: for every document one that a person can read, in the app's style, on a phone, too.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { it, PHONE, PICTURES, world } from "../world.mjs";

it("every document is a page, fits a phone, and axe finds nothing in it", async () => {
  const { page, server, plain } = world;
  await page.setViewportSize(PHONE);
  const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url));
  const said = {
    models: "zimbabwe-sample@1",
    "models/zimbabwe-sample@1": "zimbabwe-sample",
    collections: plain,
    [`collections/${plain}`]: plain,
    stac: "GeoCrop",
    [`jobs/${plain}/log`]: "message",
    tileMatrixSets: "WebMercatorQuad",
    processes: "classify-crops",
    jobs: "classify-crops",
    [`jobs/${plain}`]: "Log",
    api: "/processes",
    conformance: "ogcapi-processes-1",
  };
  for (const [path, text] of Object.entries(said)) {
    const response = await page.goto(`${server.url}/${path}?f=html`);
    assert.match(response.headers()["content-type"], /^text\/html/, path);
    assert.match(response.headers()["vary"], /\baccept\b/i, path);
    await page.getByText(text).first().waitFor();
    await page.getByRole("link", { name: "GeoCrop", exact: true }).first().waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= PHONE.width, `${path} is ${wide} wide`);
    await page.evaluate(axe.toString());
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`),
      [],
      path,
    );
  }
  await page.screenshot({ path: `${PICTURES}documents.png` });
  const json = await page.request.get(`${server.url}/models`);
  assert.equal((await json.json()).models[0].id, "zimbabwe-sample@1");
});

it("B9: files of the page are kept as long as they are the same, and no longer", async () => {
  const { page, server } = world;
  const html = await (await page.request.get(`${server.url}/?f=html`)).text();
  const [script] = /assets\/index-[\w-]+\.js/.exec(html);
  const kept = (await page.request.get(`${server.url}/${script}`)).headers();
  assert.match(kept["cache-control"], /immutable/);
  for (const path of ["assets/pages.css", "sw.js", "manifest.webmanifest", "icon.svg"]) {
    const headers = (await page.request.get(`${server.url}/${path}`)).headers();
    assert.equal(headers["cache-control"], "no-cache", path);
    assert.match(headers.etag, /^"[0-9a-f]{32}"$/, path);
    assert.equal(headers["last-modified"], undefined, path);
    const again = await page.request.get(`${server.url}/${path}`, {
      headers: { "If-None-Match": headers.etag },
    });
    assert.equal(again.status(), 304, path);
  }
});
