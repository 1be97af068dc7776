// A link that says who may open it, and a map that its owner shares.
import assert from "node:assert/strict";
import { both, it, job, makeMap, open, world } from "../world.mjs";

both("the copied link is the address, and says who may open it", async (page) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(`?m=${world.plain}&l=crop_type,confidence~50`);
  await page.waitForFunction(() => location.search.includes("at="));
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByText("The link is copied. Nobody signs in here").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  await page.context().clearPermissions();
});

it("a map is shared with everyone, and private again", async () => {
  const { page } = world;
  const id = await makeMap();
  await open(`?m=${id}`);
  for (const [way, sharing] of [
    ["everyone", "public"],
    ["only me", "private"],
  ]) {
    await page.getByText("Who may see it:").click();
    await page.getByRole("radio", { name: way }).check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(`Who may see it: ${way}`).waitFor();
    assert.equal((await job(id)).sharing, sharing);
  }
  await fetch(`${world.server.url}/jobs/${id}`, { method: "DELETE" });
});

it("users and groups are named where the server keeps them; a refusal says why", async () => {
  const { page } = world;
  let sent;
  await page.route("**/sharing", (route) => {
    if (route.request().method() === "PUT") {
      sent = route.request().postDataJSON();
      return route.fulfill({ status: 403, json: { title: "Forbidden", detail: "no" } });
    }
    const known = { owner: "tariro", sharing: "private", users: [], groups: ["agritex"] };
    return route.fulfill({ json: known });
  });
  await open(`?m=${world.plain}`);
  await page.getByText("Who may see it: me and those named").click();
  // All who sign in are more than some by name: there is nobody to name beside them.
  await page.getByRole("radio", { name: "others who sign in" }).check();
  assert.equal(await page.getByLabel("Users, with commas between").count(), 0);
  await page.getByRole("radio", { name: "only me" }).check();
  await page.getByLabel("Users, with commas between").fill("rudo, farai");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Only its owner and administrators may change this.").waitFor();
  assert.deepEqual(sent, { sharing: "private", users: ["rudo", "farai"], groups: ["agritex"] });
});
