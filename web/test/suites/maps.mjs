// The list of maps: names, thumbnails, search, order, filters, pages; and ways to places.
import assert from "node:assert/strict";
import { addressed, both, it, parameter, tab, world } from "../world.mjs";

both("maps have names and pictures, are searched, sorted and filtered", async (page) => {
  await page.goto(`${world.server.url}/?m=${world.plain}&p=maps`);
  const done = page.locator("li[data-status=successful]:visible");
  await done.first().getByText("near Mazowe, 2022/23").waitFor();
  const all = await done.count();
  assert.ok(all >= 2);
  const picture = done.first().getByRole("presentation");
  assert.ok(await picture.evaluate((img) => img.decode().then(() => img.naturalWidth)));
  const search = page.getByRole("searchbox", { name: "Search maps" });
  await search.fill("atlantis");
  await page.getByText("No map matches.").waitFor();
  await search.fill(`mazowe ${world.plain}`);
  await done.nth(1).waitFor({ state: "detached" });
  assert.equal(await done.count(), 1);
  await search.fill("");

  const tops = () =>
    done.evaluateAll((items) =>
      items
        .map((item) => [item.getBoundingClientRect().top, item.innerText])
        .sort((a, b) => a[0] - b[0])
        .map(([, text]) => text),
    );
  const newest = await tops();
  await page.getByLabel("Order").selectOption("Oldest first");
  assert.deepEqual(await tops(), newest.reverse());

  const kind = page.getByLabel("Kind");
  await Promise.all([
    page.waitForRequest((request) => request.url().includes("processID=classify-crops")),
    kind.selectOption("classify-crops"),
  ]);
  await done.nth(1).waitFor();
  await page.getByLabel("State").selectOption("failed");
  await done.first().waitFor({ state: "detached" });
});

it("there is more than one page of maps", async () => {
  const { page } = world;
  let asked = 0;
  await page.route("**/jobs?*", async (route) => {
    const response = await route.fetch();
    const list = await response.json();
    asked++;
    if (!route.request().url().includes("after=")) {
      const href = `${world.server.url}/jobs?after=2020-01-01T00%3A00%3A00Z_x`;
      list.links = [...list.links, { rel: "next", href, title: "Next" }];
    }
    await route.fulfill({ response, json: list });
  });
  await page.goto(`${world.server.url}/?m=${world.plain}&p=maps`);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "More" }).waitFor({ state: "detached" });
  assert.ok(asked >= 2);
});

both("towns by name and coordinates lead the map there", async (page) => {
  await page.goto(`${world.server.url}/?m=${world.plain}`);
  const field = page.getByRole("combobox", { name: "Place or coordinates" });
  await field.fill("bindu");
  await page.getByRole("option", { name: "Bindura Zimbabwe" }).click();
  await addressed(/at=31\.3\d*,-17\.3\d*,13/);
  await field.fill("17°27'21.6\"S 30°58'37.2\"E");
  await page.getByRole("option", { name: /^17\.45600° S, 30\.97700° E/ }).waitFor();
  await field.press("Enter");
  await addressed(/at=30\.977,-17\.456,15/);
  await field.fill("36K 285100 8068900");
  await page.getByRole("option", { name: /UTM 36S/ }).click();
  await addressed(/at=30\.976477,-17\.45564,15/);
  await field.fill("qqqq");
  await page.getByText("Nothing found").waitFor();
});

it("my position, where the browser tells it", async () => {
  const { page } = world;
  const context = page.context();
  await context.grantPermissions(["geolocation"], { origin: world.server.url });
  await context.setGeolocation({ longitude: 30.98, latitude: -17.47 });
  await page.goto(`${world.server.url}/?m=${world.plain}`);
  await page.getByRole("button", { name: "My position" }).click();
  await addressed(/at=30\.98,-17\.47,15/);
  await context.clearPermissions();
});

it("an empty server leads to an example, one click away", async () => {
  const { page } = world;
  await page.route("**/jobs?*", (route) => route.fulfill({ json: { jobs: [], links: [] } }));
  await page.goto(world.server.url);
  await page.getByRole("list", { name: "Three steps" }).waitFor();
  await page.getByRole("button", { name: "Try it: the sample landscape" }).click();
  await addressed(/m=[0-9a-f-]{36}/);
  await page.getByRole("table", { name: "Legend" }).getByText("maize").waitFor();
  await fetch(`${world.server.url}/jobs/${parameter("m")}`, { method: "DELETE" });
  await tab("Maps").click();
});
