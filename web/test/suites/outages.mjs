// What keeps the page from its server is told in place, and is over when it is over, without a reload.
import assert from "node:assert/strict";
import { canvasColors, it, job, legend, makeMap, open, tab, world } from "../world.mjs";
import { mapOf, secured, signedIn } from "../secured.mjs";

const down = (page) => page.getByText("The server can’t be reached; trying again.");
const look = (page) => page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));

it("a server that was killed and started again: told, and healed with map and session", async () => {
  const server = await secured();
  const page = await signedIn("tariro");
  const id = await mapOf(page);
  await page.goto(`${server.url}/?m=${id}`);
  const table = page.getByRole("table", { name: "Legend" });
  await table.getByText("maize").waitFor();
  await page.waitForFunction(() => location.search.includes("at="));
  const place = page.url();
  await server.kill();
  await look(page);
  await down(page).waitFor();
  assert.equal(await table.isVisible(), true, "what is known stays");
  // What is asked for meanwhile comes once the server is back.
  await page.getByRole("button", { name: "New map" }).click();
  await server.restart();
  await down(page).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Draw polygon" }).waitFor();
  await page.locator("details.account summary").getByText("Tariro Moyo").waitFor();
  await page.getByRole("button", { name: "Map", exact: true }).click();
  await table.getByText("maize").waitFor();
  assert.equal(page.url(), place);
  assert.equal((await page.context().request.get(`${server.url}/jobs/${id}`)).status(), 200);
  await page.context().close();
});

it("a proxy that answers 502 for a while, for maps alone", async () => {
  const { page } = world;
  let isDown = true;
  await page.route(/\/(xyz|results)\//, (route) =>
    isDown ? route.fulfill({ status: 502, body: "Bad Gateway" }) : route.continue(),
  );
  await page.goto(`${world.server.url}/?m=${world.plain}`);
  await down(page).waitFor();
  isDown = false;
  await legend().getByText("maize").waitFor();
  await down(page).waitFor({ state: "detached" });
  await colored();
});

it("a refusal is told in place, and over when it is over", async () => {
  const { page } = world;
  let isRefused = true;
  await page.route("**/jobs?*", (route) =>
    isRefused
      ? route.fulfill({ status: 403, json: { title: "Forbidden", detail: "no" } })
      : route.continue(),
  );
  await page.goto(`${world.server.url}/?m=${world.plain}`);
  await page.getByText("Your role does not allow this.").waitFor();
  // What one may see is there all the same.
  await legend().getByText("maize").waitFor();
  isRefused = false;
  await look(page);
  await page.getByText("Your role does not allow this.").waitFor({ state: "detached" });
});

it("a map that someone else removes while it is looked at", async () => {
  const { page } = world;
  const id = await makeMap();
  await open(`?m=${id}`);
  await colored();
  await fetch(`${world.server.url}/jobs/${id}`, { method: "DELETE" });
  assert.equal((await job(id)).status, "dismissed");
  await look(page);
  await page.getByText("This map is not there: it was removed").waitFor();
  assert.equal(await legend().count(), 0);
  // Another one can be chosen as before.
  await tab("Maps").click();
  await page.locator(`li:has(img[src*="${world.plain}"]) .title`).click();
  await legend().getByText("maize").waitFor();
  assert.equal(await page.getByText("This map is not there").count(), 0);
});

/** Waits until the map has colours of its legend. */
async function colored() {
  const { entries } = await (
    await fetch(`${world.server.url}/xyz/${world.plain}/legend.json`)
  ).json();
  const end = Date.now() + 20_000;
  for (;;) {
    const colors = await canvasColors();
    if (entries.some(({ color }) => (colors[color] ?? 0) > 200)) {
      return;
    }
    assert.ok(Date.now() < end, "the map has no colours");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
