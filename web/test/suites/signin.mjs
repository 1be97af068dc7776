// Signing in at a real provider, what one sees then, and what others don't.
import assert from "node:assert/strict";
import { axe } from "../axe.mjs";
import { it, PHONE, PICTURES } from "../world.mjs";
import { cropPixels, logIn, mapOf, newcomer, secured, signedIn } from "../secured.mjs";

const legend = (page) => page.getByRole("table", { name: "Legend" });
const notice = (page) => page.getByRole("region", { name: "Sign in" });
const account = (page) => page.locator("details.account summary");

async function close(...pages) {
  await Promise.all(pages.map((page) => page.context().close()));
}

it("signing in leads back to where one was, and the browser holds a cookie that no script reads", async () => {
  const { url } = await secured();
  const page = await newcomer();
  await page.goto(`${url}/?p=new&aoi=30.97,-17.45,300&year=2022`);
  await notice(page).getByText("Sign in to see your maps").waitFor();
  await page.screenshot({ path: `${PICTURES}signin-nobody.png` });
  await notice(page).getByRole("link", { name: "Sign in" }).click();
  await logIn(page, "tariro");
  await account(page).getByText("Tariro Moyo").waitFor();
  assert.match(
    page.url(),
    /p=new&aoi=30\.97,-17\.45,300&year=2022|aoi=30\.97,-17\.45,300&year=2022/,
  );
  assert.equal(await notice(page).count(), 0);
  const cookies = (await page.context().cookies(url)).filter(({ name }) =>
    name.includes("geocrop"),
  );
  assert.deepEqual(
    cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
    [["geocrop-session", true, "Lax"]],
  );
  assert.match(cookies[0].value, /^[\w-]{43}$/);
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  );
  assert.doesNotMatch(kept, /eyJ|gck_/);
  // The map is made with the session alone.
  const id = await mapOf(page);
  await page.goto(`${url}/?m=${id}`);
  await legend(page).getByText("maize").waitFor();
  await account(page).click();
  await page.getByText("You may look at maps and make them.").waitFor();
  await page.screenshot({ path: `${PICTURES}signin-account.png` });
  await close(page);
});

it("another user’s private map: not found, or the way to sign in, and never a pixel", async () => {
  const { url } = await secured();
  const [owner, other, stranger] = [
    await signedIn("tariro"),
    await signedIn("rudo"),
    await newcomer(),
  ];
  const id = await mapOf(owner);
  await owner.goto(`${url}/?m=${id}`);
  await legend(owner).getByText("maize").waitFor();
  const { entries } = await (
    await owner.context().request.get(`${url}/xyz/${id}/legend.json`)
  ).json();
  const colors = entries.map(({ color }) => color);
  const end = Date.now() + 20_000;
  while ((await cropPixels(owner, colors)) < 500) {
    assert.ok(Date.now() < end, "the owner sees the map");
    await owner.waitForTimeout(100);
  }
  const paths = [
    `jobs/${id}`,
    `jobs/${id}/results`,
    `jobs/${id}/log`,
    `results/${id}/crop_type.tif`,
    `results/${id}/summary.json`,
    `xyz/${id}/tilejson.json`,
    `xyz/${id}/preview.png`,
    `collections/${id}`,
    `?m=${id}`,
  ];
  for (const [page, status, text] of [
    [other, 404, "This map is not there"],
    [stranger, 401, "Sign in to see your maps"],
  ]) {
    const images = [];
    page.on("response", (response) => {
      if (response.url().includes(id) && !response.url().includes("?m=") && response.ok()) {
        images.push(response.url());
      }
    });
    for (const query of [`?m=${id}`, `?m=${id}&l=confidence&px=30.97,-17.45`, `?m=${id}&p=maps`]) {
      await page.goto(`${url}/${query}`);
      if (!query.includes("p=maps")) {
        await page.getByText(text).first().waitFor();
      }
      await page.waitForLoadState("networkidle");
      assert.equal(await cropPixels(page, colors), 0, query);
      assert.equal(await legend(page).count(), 0);
    }
    assert.deepEqual(images, []);
    for (const path of paths.filter((each) => !each.startsWith("?"))) {
      const answer = await page.context().request.get(`${url}/${path}`);
      assert.equal(answer.status(), status, path);
    }
  }
  await stranger.screenshot({ path: `${PICTURES}signin-stranger.png` });
  // Once it is shared with all who sign in, the other sees it; the stranger does not.
  const shared = await owner.context().request.put(`${url}/jobs/${id}/sharing`, {
    data: { sharing: "shared", users: [], groups: [] },
  });
  assert.equal(shared.status(), 200, await shared.text());
  await other.goto(`${url}/?m=${id}`);
  await legend(other).getByText("maize").waitFor();
  assert.equal((await stranger.context().request.get(`${url}/jobs/${id}`)).status(), 401);
  await close(owner, other, stranger);
});

it("a session that has ended is told in place, and heals where one is", async () => {
  const { url } = await secured();
  const page = await signedIn("tariro");
  const id = await mapOf(page);
  await page.goto(`${url}/?m=${id}&l=crop_type,confidence~50`);
  await legend(page).first().getByText("maize").waitFor();
  await page.waitForFunction(() => location.search.includes("at="));
  const place = page.url();
  // As an administrator or another tab ends it.
  assert.equal((await page.context().request.delete(`${url}/session`)).status(), 200);
  await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
  await notice(page).getByText("Your session has ended").waitFor();
  assert.equal(await legend(page).first().isVisible(), true, "the map stays");
  await page.screenshot({ path: `${PICTURES}signin-ended.png` });
  // The provider still knows who it is.
  await notice(page).getByRole("link", { name: "Sign in again" }).click();
  await account(page).getByText("Tariro Moyo").waitFor();
  await legend(page).first().getByText("maize").waitFor();
  assert.equal(page.url(), place);
  await close(page);
});

it("roles are asked for anew while one is signed in; who may no more is told so", async () => {
  const { url, people } = await secured();
  const page = await signedIn("farai");
  await page.goto(`${url}/?p=new&aoi=30.97,-17.45,300`);
  await page.locator("#why-not").getByText("make none").waitFor();
  assert.equal(await page.getByRole("button", { name: "Make the map" }).isDisabled(), true);
  const roles = async () =>
    (await (await page.context().request.get(`${url}/session`)).json()).roles ?? "nobody";
  const until = async (wanted) => {
    const end = Date.now() + 15_000;
    while (JSON.stringify(await roles()) !== JSON.stringify(wanted)) {
      assert.ok(Date.now() < end, `${await roles()} is not ${wanted}`);
      await page.waitForTimeout(200);
    }
  };
  const before = people.farai;
  people.farai = { ...before, roles: ["analyst"] };
  await until(["viewer", "analyst"]);
  await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
  await page.getByRole("button", { name: "Make the map" }).and(page.locator(":enabled")).waitFor();
  delete people.farai;
  await until("nobody");
  people.farai = before;
  await close(page);
});

it("signing out ends the session here and at the provider", async () => {
  const { url } = await secured();
  const page = await signedIn("rudo");
  const [cookie] = (await page.context().cookies(url)).filter(
    ({ name }) => name === "geocrop-session",
  );
  await account(page).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await notice(page).getByText("Sign in to see your maps").waitFor();
  assert.equal(page.url().startsWith(`${url}/`), true);
  // What someone may have copied is good no more.
  const answer = await fetch(`${url}/jobs`, {
    headers: { Cookie: `${cookie.name}=${cookie.value}` },
  });
  assert.equal(answer.status, 401);
  // The provider asks again.
  await notice(page).getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Name").waitFor();
  // Who is not known there is told so, and can try again.
  await logIn(page, "nobody");
  await page.getByText("Nobody of that name").waitFor();
  await page.getByRole("link", { name: "Sign in" }).click();
  await logIn(page, "rudo");
  await account(page).getByText("Rudo Banda").waitFor();
  await close(page);
});

it("a way back that was not begun here, or is used again, signs nobody in; other sites change nothing", async () => {
  const { url } = await secured();
  const page = await newcomer();
  const { request } = page.context();
  const html = { headers: { Accept: "text/html" }, maxRedirects: 0 };
  const begun = await request.get(`${url}/sign-in?to=//elsewhere.example/`, html);
  assert.equal(begun.status(), 302);
  const asked = new URL(begun.headers().location).searchParams;
  assert.equal(asked.get("code_challenge_method"), "S256");
  assert.equal(asked.get("redirect_uri"), `${url}/sign-in/done`);
  // Another browser's answer.
  const foreign = await request.get(`${url}/sign-in/done?code=x&state=y`, html);
  assert.equal(foreign.status(), 400);
  assert.match(await foreign.text(), /not begun in this browser/);
  // A code that the provider never gave.
  const invented = await request.get(
    `${url}/sign-in/done?code=x&state=${asked.get("state")}`,
    html,
  );
  assert.equal(invented.status(), 400);
  assert.match(await invented.text(), /You are not signed in/);

  let done;
  page.on("request", (each) => {
    done = each.url().includes("/sign-in/done") ? each.url() : done;
  });
  await page.goto(`${url}/sign-in?to=//elsewhere.example/`);
  await logIn(page, "tariro");
  await account(page).waitFor();
  assert.equal(new URL(page.url()).origin, url, "no way to another site");
  assert.equal((await request.get(done, html)).status(), 400, "the same again");
  const inputs = { data: { inputs: {} }, headers: { Origin: "https://elsewhere.example" } };
  const changed = await request.post(`${url}/processes/echo/execution`, inputs);
  assert.equal(changed.status(), 403, await changed.text());
  const ended = await request.delete(`${url}/session`, {
    headers: { "Sec-Fetch-Site": "cross-site" },
  });
  assert.equal(ended.status(), 403, await ended.text());
  assert.equal((await request.get(`${url}/jobs`)).status(), 200);
  await close(page);
});

it("pages of the API lead to the place to sign in, and back", async () => {
  const { url } = await secured();
  const page = await newcomer();
  await page.goto(`${url}/jobs?f=html`);
  await page.getByRole("link", { name: "Sign in" }).click();
  await logIn(page, "tariro");
  await page.getByRole("heading", { name: "Jobs" }).waitFor();
  assert.equal(page.url(), `${url}/jobs?f=html`);
  await close(page);
});

it("what one user saw is not kept for the next", async () => {
  const { url } = await secured();
  const page = await signedIn("tariro", { serviceWorkers: "allow" });
  const id = await mapOf(page);
  const kept = () =>
    page.evaluate(async () => {
      const cache = await caches.open("geocrop-seen");
      return (await cache.keys()).map((request) => request.url);
    });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto(`${url}/?m=${id}`);
  await legend(page).getByText("maize").waitFor();
  await page.waitForLoadState("networkidle");
  assert.ok((await kept()).some((each) => each.includes(id)));
  await account(page).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await notice(page).waitFor();
  assert.deepEqual(
    (await kept()).filter((each) => each.includes(id)),
    [],
  );
  await close(page);
});

for (const colorScheme of ["light", "dark"]) {
  it(`signing in and the account on a phone, ${colorScheme}`, async () => {
    const { url } = await secured();
    const page = await newcomer();
    await page.setViewportSize(PHONE);
    await page.emulateMedia({ colorScheme });
    await page.goto(url);
    await notice(page).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.screenshot({ path: `${PICTURES}signin-390-${colorScheme}.png` });
    await notice(page).getByRole("link", { name: "Sign in" }).click();
    await logIn(page, "farai");
    await account(page).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.screenshot({ path: `${PICTURES}signin-390-${colorScheme}-account.png` });
    await close(page);
  });
}
