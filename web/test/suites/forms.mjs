// Forms of all processes, made of their schemas, in pages of the API.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { axe } from "../axe.mjs";
import { center, DESK, it, job, PHONE, PICTURES, world } from "../world.mjs";
import { mapOf, newcomer, secured, signedIn } from "../secured.mjs";

const run = promisify(execFile);

const describe = async (id) => (await fetch(`${world.server.url}/processes/${id}`)).json();
const field = (name) => world.page.locator(`[data-input="${name}"]`);
const fault = (name) => field(name).getByRole("alert");
const button = (name) => world.page.getByRole("button", { name, exact: true });
const request = async () =>
  JSON.parse(await world.page.getByLabel("JSON", { exact: true }).innerText());

async function openForm(id, hash = "") {
  await world.page.goto(`${world.server.url}/processes/${id}?f=html${hash}`);
  await button("Execute").waitFor();
}

/** Executes, and waits until the page of the job is there. */
async function execute() {
  const refused = world.page.getByRole("alert").first();
  await button("Execute").click();
  await Promise.race([
    world.page.waitForURL(/\/jobs\/[\w-]+\?f=html/),
    refused.waitFor().then(async () => assert.fail(await refused.innerText())),
  ]);
  return /jobs\/([\w-]+)/.exec(world.page.url())[1];
}

async function ended(id) {
  const end = Date.now() + 60_000;
  let last;
  do {
    assert.ok(Date.now() < end, `${id} did not end: ${last?.message}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    last = await job(id);
  } while (["accepted", "running"].includes(last.status));
  return last;
}

for (const [size, colorScheme] of [
  [DESK, "light"],
  [DESK, "dark"],
  [PHONE, "light"],
  [PHONE, "dark"],
]) {
  it(`every process has a field for each input, and axe finds nothing, ${size.width}, ${colorScheme}`, async () => {
    const { page, server } = world;
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    const { processes } = await (await fetch(`${server.url}/processes`)).json();
    assert.ok(processes.length >= 10, `${processes.length}`);
    for (const { id } of processes) {
      const errors = [];
      const note = (error) => errors.push(error.message);
      page.on("pageerror", note);
      await openForm(id);
      const { inputs } = await describe(id);
      for (const [name, input] of Object.entries(inputs)) {
        const box = field(name);
        await box.getByText(input.title, { exact: false }).first().waitFor();
        const controls = box.locator("input, select, textarea");
        await controls.first().waitFor();
        assert.equal(await box.getByText("needed").count(), input.minOccurs, `${id} ${name}`);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= size.width, `${id} is ${wide} wide`);
      assert.deepEqual(await axe(page), [], id);
      assert.deepEqual(errors, [], id);
      await page.screenshot({
        path: `${PICTURES}form-${id}-${size.width}-${colorScheme}.png`,
        fullPage: true,
      });
      page.off("pageerror", note);
    }
  });
}

it("controls follow from schemas: choices, bounds, defaults, several values, ways to give an area", async () => {
  await openForm("refine-map");
  const method = field("method").getByRole("combobox");
  assert.deepEqual(await method.getByRole("option").allInnerTexts(), [
    "majority (default)",
    "bayes",
    "none",
  ]);
  await button("Clear").click();
  await field("map").getByRole("combobox").fill(world.plain);
  await field("mask_values").getByRole("textbox").fill("1, 3");
  assert.deepEqual(await request(), { inputs: { map: world.plain, mask_values: [1, 3] } });
  await field("mask_values").getByRole("textbox").fill("1, maize");
  await field("mask_values").getByRole("textbox").blur();
  await fault("mask_values").getByText("“maize” is no number.").waitFor();

  await openForm("train-model");
  await button("Clear").click();
  await field("members").getByLabel("lightgbm").check();
  await field("folds").getByRole("spinbutton").fill("3");
  assert.equal(await field("block_m").getByRole("spinbutton").getAttribute("placeholder"), "1000");
  assert.deepEqual(await request(), { inputs: { members: ["lightgbm"], folds: 3 } });

  await openForm("classify-crops");
  await button("Clear").click();
  await field("aoi").getByLabel("lon", { exact: true }).fill("30.97");
  await field("aoi").getByLabel("lat", { exact: true }).fill("-17.45");
  await field("aoi").getByLabel("radius_m").fill("300");
  assert.deepEqual(await request(), { inputs: { aoi: [30.97, -17.45, 300] } });
  await field("aoi").getByLabel("Given as").selectOption("a bbox");
  await field("aoi").getByLabel("bbox", { exact: true }).fill("30.97, -17.46, 30.98, -17.45");
  assert.deepEqual(await request(), { inputs: { aoi: { bbox: [30.97, -17.46, 30.98, -17.45] } } });
  await field("aoi").getByLabel("Given as").selectOption("a GeoJSON Polygon or MultiPolygon");
  const kml = `<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs><LinearRing>
    <coordinates>30.97,-17.46 30.98,-17.46 30.98,-17.45 30.97,-17.46</coordinates>
    </LinearRing></outerBoundaryIs></Polygon></Placemark></kml>`;
  await field("aoi")
    .locator("input[type=file]")
    .setInputFiles({ name: "ward.kml", mimeType: "text/xml", buffer: Buffer.from(kml) });
  await world.page.waitForFunction(() => document.querySelector("#input-aoi").value !== "");
  const { inputs } = await request();
  assert.equal(inputs.aoi.mediaType, "application/geo+json");
  assert.equal(inputs.aoi.value.type, "Polygon");
  assert.equal(inputs.aoi.value.coordinates[0].length, 4);
  await field("aoi").getByRole("textbox").fill("{");
  await field("aoi").getByRole("textbox").blur();
  await fault("aoi").getByText("This is not JSON").waitFor();
});

it("what is wrong is told where it is, and not sent; what the server refuses, too", async () => {
  const { page, server } = world;
  const sent = [];
  page.on("request", (each) => each.method() === "POST" && sent.push(each.url()));
  await openForm("classify-crops");
  await button("Clear").click();
  await field("year").getByRole("spinbutton").fill("1999");
  await field("year").getByRole("spinbutton").blur();
  await fault("year").getByText("At least 2015.").waitFor();
  await button("Execute").click();
  await fault("aoi").getByText("This is needed.").waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement.closest("[data-input]").dataset.input),
    "aoi",
  );
  assert.deepEqual(sent, []);
  // A season is a year or two days: no schema says so.
  const [lon, lat] = center();
  for (const [label, value] of [
    ["lon", lon],
    ["lat", lat],
    ["radius_m", 300],
  ]) {
    await field("aoi").getByLabel(label, { exact: true }).fill(String(value));
  }
  await field("year").getByRole("spinbutton").fill("");
  await button("Execute").click();
  await fault("year").getByText("a season is given by").waitFor();
  assert.equal(sent.length, 1);
  await field("year").getByRole("spinbutton").fill("2022");
  assert.equal(await fault("year").count(), 0, "it leaves when it is mended");
  await button("Estimate").click();
  await page.getByText(/km², \d+ scenes/).waitFor();
  assert.equal(page.url().startsWith(`${server.url}/processes/classify-crops?f=html#`), true);
});

it("an execution leads to its job; the request that is shown is what is sent", async () => {
  const { page } = world;
  await openForm("classify-crops");
  const shown = await request();
  const posted = page.waitForRequest((each) => each.method() === "POST");
  const id = await execute();
  assert.deepEqual((await posted).postDataJSON(), shown);
  assert.equal((await posted).headers()["prefer"], "respond-async");
  await page.getByRole("heading", { name: `Job ${id}` }).waitFor();
  assert.equal((await ended(id)).status, "successful");
  await fetch(`${world.server.url}/jobs/${id}`, { method: "DELETE" });
});

it("maps to choose from are those that are there; outputs come in the format that is chosen", async () => {
  await openForm("compare");
  const { inputs } = await request();
  assert.notEqual(inputs.before, inputs.after, "a map is not compared with itself");
  assert.equal((await ended(await execute())).status, "successful");

  await openForm("zonal-statistics");
  await world.page.getByLabel("Statistics, as").selectOption("text/csv");
  assert.deepEqual((await request()).outputs, {
    statistics: { format: { mediaType: "text/csv" } },
  });
  const id = await execute();
  assert.equal((await ended(id)).status, "successful");
  const table = await (await fetch(`${world.server.url}/results/${id}/statistics.csv`)).text();
  assert.match(table, /^zone,hectares,.*class_name.*\r\n0,/);
  await fetch(`${world.server.url}/jobs/${id}`, { method: "DELETE" });
});

it("an input by its address is fetched by the server, and a refusal of it stands at the input", async () => {
  await openForm("extract-features");
  await field("locations")
    .getByLabel("Given as")
    .selectOption("an address, which the server reads");
  await field("locations").getByLabel("Address", { exact: true }).fill("ftp://example.org/points");
  await field("locations").getByLabel("Address", { exact: true }).blur();
  await fault("locations").getByText("An address begins with https://").waitFor();
  const address = `${world.server.url}/stac`;
  await field("locations").getByLabel("Address", { exact: true }).fill(address);
  assert.deepEqual((await request()).inputs.locations, { href: address });
  await button("Execute").click();
  await fault("locations").getByText("The address may not be reached").waitFor();
});

it("a form has an address: a reload keeps it, a link brings it", async () => {
  const { page } = world;
  await openForm("echo");
  await button("Clear").click();
  await field("string").getByRole("textbox").fill("Grüße & 'quotes'");
  await field("boolean").getByRole("checkbox").check();
  await field("object").getByRole("textbox").fill('{"a": {"b": [1, null]}}');
  const filled = await request();
  await page.reload();
  await button("Execute").waitFor();
  assert.deepEqual(await request(), filled);
  assert.equal(await field("string").getByRole("textbox").inputValue(), "Grüße & 'quotes'");
  const url = page.url();
  await openForm("refine-map");
  await page.goto(url);
  await button("Execute").waitFor();
  assert.deepEqual(await request(), filled);
  const id = await execute();
  assert.equal((await ended(id)).status, "successful");
  const echoed = await (await fetch(`${world.server.url}/results/${id}/object.json`)).json();
  assert.deepEqual(echoed, { a: { b: [1, null] } });
});

it("the same request by curl and Python gives the same; in R it is the same text", async () => {
  const { page } = world;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await openForm("echo");
  await button("Clear").click();
  const text = `It's "quoted" )" )-" $HOME \\ 'x'`;
  await field("string").getByRole("textbox").fill(text);
  await field("boolean").getByRole("checkbox").check();
  await field("array").getByRole("textbox").fill("3, 1, 2");
  const copy = async (name) => {
    await page
      .getByRole("group", { name: "Language" })
      .getByRole("button", { name, exact: true })
      .click();
    await button("Copy").click();
    await page.getByText("Copied.").waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const json = JSON.parse(await copy("JSON"));
  const { stdout } = await run("bash", ["-c", await copy("curl")]);
  assert.match(stdout, /^HTTP\/1\.1 201/);
  const id = /Location: \S+\/jobs\/([\w-]+)/i.exec(stdout)[1];
  assert.equal((await ended(id)).status, "successful");
  const value = async (name) => (await fetch(`${world.server.url}/results/${id}/${name}`)).text();
  assert.equal(await value("string.txt"), text);
  assert.deepEqual(JSON.parse(await value("array.json")), [3, 1, 2]);

  const python = await copy("Python");
  if (spawnSync("python3", ["-c", "import requests"]).status === 0) {
    const { stdout: said } = await run("python3", ["-c", python]);
    assert.match(said, /^successful/);
    assert.ok(said.includes("quoted"), said);
  } else {
    assert.equal(
      spawnSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], {
        input: python,
      }).status,
      0,
    );
  }
  const [, , body] = /body <- r"(-*)\((.*?)\)\1"\n/s.exec(await copy("R"));
  assert.deepEqual(JSON.parse(body), json);
});

it("with an API key: forms run, and the page shows the pictures of private maps", async () => {
  const { url } = await secured();
  const owner = await signedIn("tariro");
  const id = await mapOf(owner);
  const made = await owner.context().request.post(`${url}/keys`, { data: { role: "analyst" } });
  assert.equal(made.status(), 201, await made.text());
  const { key } = await made.json();
  await owner.context().close();

  const page = await newcomer();
  await page.goto(`${url}/processes/echo?f=html`);
  await page.getByRole("button", { name: "Execute" }).click();
  await page
    .getByRole("alert")
    .getByText(/sign in|token|key/i)
    .waitFor();
  assert.match(await page.getByLabel("JSON", { exact: true }).innerText(), /Hello/);
  await page.getByRole("button", { name: "curl" }).click();
  assert.match(await page.getByLabel("curl").innerText(), /X-API-Key: \$GEOCROP_KEY/);
  await page.getByLabel("API key or token").fill(key);
  const answered = page.waitForResponse((each) => each.url().endsWith("/echo/execution"));
  await page.getByRole("button", { name: "Execute" }).click();
  assert.equal((await answered).status(), 201);
  await page.waitForURL(/\/jobs\/[\w-]+\?f=html/);

  const tile = page.waitForResponse(
    (each) => each.url().includes(`/xyz/${id}/`) && /\d\.png|@2x\.png/.test(each.url()),
  );
  await page.goto(`${url}/?m=${id}&p=maps`);
  assert.equal((await tile).status(), 200);
  await page.locator(`li[aria-current=true] img[src^="blob:"]`).waitFor();
  await page.waitForFunction(
    () => document.querySelector("li[aria-current=true] img").naturalWidth > 0,
  );
  await page.context().close();
});
