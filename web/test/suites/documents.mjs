// Files of the page: how long browsers keep them.
import assert from "node:assert/strict";
import { it, world } from "../world.mjs";

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
