// An area as one has it: of a file, turned round, edited, undone, by keys.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { addressed, both, center, it, openForm, parameter, typeCircle, world } from "../world.mjs";

const run = promisify(execFile);

/** Two wards of the sample landscape. */
function wards() {
  const [lon, lat] = center();
  const ward = (name, west) => ({
    type: "Feature",
    properties: { name },
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [west, lat - 0.004],
          [west + 0.004, lat - 0.004],
          [west + 0.004, lat + 0.004],
          [west, lat + 0.004],
          [west, lat - 0.004],
        ],
      ],
    },
  });
  return {
    type: "FeatureCollection",
    features: [ward("Ward 7", lon - 0.005), ward("Ward 8", lon)],
  };
}

async function drop(name, bytes) {
  const transfer = await world.page.evaluateHandle(
    ([name, text]) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
      return transfer;
    },
    [name, Buffer.from(bytes).toString("base64")],
  );
  await world.page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

/** West, south, east, north of the area in the address. */
function box() {
  const points = parameter("aoi")
    .split(/[_!;]/)
    .map((point) => point.split(",").map(Number));
  const [x, y] = [0, 1].map((i) => points.map((point) => point[i]));
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

const near = (found, wanted) =>
  found.forEach((value, i) =>
    assert.ok(Math.abs(value - wanted[i]) < 1e-5, `${found} ≠ ${wanted}`),
  );

it("a dropped GeoJSON, KML, GeoPackage and zipped shapefile in UTM give the same wards", async () => {
  const { page } = world;
  const [lon, lat] = center();
  const folder = await mkdtemp(join(tmpdir(), "geocrop-area-"));
  try {
    const source = join(folder, "wards.geojson");
    await writeFile(source, JSON.stringify(wards()));
    await run("ogr2ogr", ["-f", "KML", join(folder, "wards.kml"), source]);
    const utm = ["-t_srs", "EPSG:32736"];
    await run("ogr2ogr", ["-f", "GPKG", ...utm, join(folder, "wards.gpkg"), source]);
    await run("ogr2ogr", ["-f", "ESRI Shapefile", ...utm, join(folder, "wards.shz"), source]);
    for (const name of ["wards.geojson", "wards.kml", "wards.gpkg", "wards.shz"]) {
      await openForm();
      await drop(name.replace(".shz", ".zip"), await readFile(join(folder, name)));
      await page.getByLabel("Which of 2 areas?").selectOption("Ward 8");
      await addressed("aoi=");
      near(box(), [lon, lat - 0.004, lon + 0.004, lat + 0.004]);
      await page.getByLabel("Which of 2 areas?").selectOption("All together");
      await addressed("!");
      near(box(), [lon - 0.005, lat - 0.004, lon + 0.004, lat + 0.004]);
      await page.getByText(/\d ha, \d+ scenes/).waitFor();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("a walked outline of a GPX is an area; what is no area is refused in words", async () => {
  const { page } = world;
  const [lon, lat] = center();
  const points = [
    [0, 0],
    [0.003, 0],
    [0.003, 0.003],
    [0, 0.003],
  ].map(([x, y]) => `<trkpt lat="${lat + y}" lon="${lon + x}"/>`);
  const gpx = `<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><trk><trkseg>${points.join("")}</trkseg></trk></gpx>`;
  await openForm();
  await drop("field.gpx", Buffer.from(gpx));
  await addressed("aoi=");
  near(box(), [lon, lat, lon + 0.003, lat + 0.003]);
  assert.equal(parameter("aoi").split("_").length, 5);
  await drop("table.csv", Buffer.from("lon,lat\n1,2\n"));
  await page.getByText(/table\.csv can’t be read: it is neither GeoJSON/).waitFor();
  await drop("none.geojson", Buffer.from('{"type":"FeatureCollection","features":[]}'));
  await page.getByText(/none\.geojson has no area/).waitFor();
});

it("latitude before longitude is offered the right way round", async () => {
  const { page } = world;
  const [lon, lat] = center();
  await openForm();
  await typeCircle(lat, lon, 400);
  await page.getByRole("button", { name: "Swap them" }).click();
  await page.getByText(/\d ha, \d+ scenes/).waitFor();
  const [x, y, radius] = parameter("aoi").split(",").map(Number);
  near([x, y, radius], [lon, lat, 400]);
});

both(
  "an area is moved and undone; its size stands at the cursor while it is drawn",
  async (page) => {
    await openForm(
      `&aoi=${center()
        .map((v) => v.toFixed(6))
        .join(",")},300&at=${center().join(",")},15`,
    );
    const before = parameter("aoi");
    const map = await page.getByLabel("Crop map").boundingBox();
    const high = page.viewportSize().width < 500 ? 0.25 : 0.5;
    const middle = [map.x + map.width / 2, map.y + map.height * high];
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.waitForLoadState("networkidle");
    await page.mouse.move(...middle);
    await page.mouse.down();
    await page.mouse.move(middle[0] + 30, middle[1] + 20, { steps: 3 });
    await page.mouse.move(middle[0] + 60, middle[1] + 30, { steps: 3 });
    await page.mouse.up();
    await page.waitForFunction((was) => !location.search.includes(was), before);
    assert.ok(Number(parameter("aoi").split(",")[0]) > Number(before.split(",")[0]));
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await addressed(before);
    await page.getByRole("button", { name: "Clear the area" }).click();
    await page.waitForFunction(() => !location.search.includes("aoi="));

    await page.getByRole("button", { name: "Draw circle" }).click();
    await page.locator("[data-pen=ready]").waitFor();
    await page.mouse.move(...middle);
    await page.mouse.down();
    await page.mouse.move(middle[0] + 40, middle[1], { steps: 3 });
    await page.mouse.move(middle[0] + 80, middle[1], { steps: 3 });
    assert.match(await page.locator("output.size:visible").innerText(), /^[\d,.]+ ha$/);
    await page.mouse.up();
    await addressed("aoi=");
  },
);

it("by keys alone: corners at the cross, one taken back, Enter ends", async () => {
  const { page } = world;
  await openForm(`&at=${center().join(",")},15`);
  await page.getByRole("button", { name: "Draw polygon" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-pen=ready]").waitFor();
  await page.getByLabel("Crop map").focus();
  const step = async (key) => {
    await page.keyboard.press(" ");
    await page.keyboard.press(key);
    // The map moves for a moment.
    await page.waitForTimeout(250);
  };
  await step("ArrowRight");
  await step("ArrowDown");
  await step("ArrowLeft");
  await step("ArrowLeft");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await addressed("aoi=");
  assert.equal(parameter("aoi").split("_").length, 4);
});
