// What a visitor without an account is told: public maps, and services with their state.
import assert from "node:assert/strict";
import { axe } from "../axe.mjs";
import { DESK, it, PHONE, PICTURES } from "../world.mjs";
import { mapOf, newcomer, secured, signedIn } from "../secured.mjs";

it("a visitor sees the maps that are public, and no others", async () => {
  const { url } = await secured();
  const owner = await signedIn("tariro");
  const [shared, kept] = [await mapOf(owner), await mapOf(owner)];
  const published = await owner.context().request.put(`${url}/jobs/${shared}/sharing`, {
    data: { sharing: "public", users: [], groups: [] },
  });
  assert.equal(published.status(), 200, await published.text());
  for (const size of [DESK, PHONE]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await newcomer();
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await page.goto(url);
      const about = page.getByRole("region", { name: "About" });
      const card = about.locator(`li:has(img[src*="${shared}"])`);
      await card.getByText("near Mazowe, 2022/23").waitFor();
      await card.getByText(/\d ha/).first().waitFor();
      await card.getByText(/% right on fields/).waitFor();
      assert.equal(await about.locator(`img[src*="${kept}"]`).count(), 0);
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await axe(page), []);
      await page.screenshot({ path: `${PICTURES}about-${size.width}-${colorScheme}.png` });
      if (colorScheme === "dark") {
        await card.getByRole("button").click();
        await page.waitForURL((to) => to.search.includes(shared));
        await page.getByRole("table", { name: "Legend" }).getByText("maize").waitFor();
      }
      await page.context().close();
    }
  }
  await owner.context().close();
});

it("services are there with their state", async () => {
  const { url, provider } = await secured();
  const page = await newcomer();
  await page.goto(`${url}/?p=about`);
  const row = (name) => page.getByRole("listitem").filter({ hasText: name });
  await row("Gitea").getByText("works").waitFor();
  await row("MLflow").getByText("does not answer").waitFor();
  assert.equal(await row("JupyterLab").count(), 0, "it has no address here");
  assert.equal(
    await page.getByRole("link", { name: "Gitea" }).getAttribute("href"),
    `${provider.url}/`,
  );
  for (const name of ["OGC API", "OpenAPI", "STAC", "WMS", "WMTS"]) {
    const href = await page.getByRole("link", { name, exact: true }).getAttribute("href");
    assert.equal((await fetch(new URL(href, `${url}/`))).status, 200, name);
  }
  await page.context().close();
});
