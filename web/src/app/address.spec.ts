import { expect, test, vi } from "vitest";

vi.stubGlobal("location", { search: "", pathname: "/" });
vi.stubGlobal("window", { addEventListener: () => {} });
const { format, parse } = await import("./address");

test("an address is read as it was written", () => {
  const search =
    "?m=a1dd5f04&p=new&l=crop_type,evi_peak~40&cls=1-3&conf=80&at=31,-17.5,12.50&px=31.01,-17.48" +
    "&aoi=31,-17.48,900&year=2022&season=zimbabwe-summer&doubt=1";
  const place = parse(search);
  expect(place.layers).toEqual([
    { name: "crop_type", opacity: 1 },
    { name: "evi_peak", opacity: 0.4 },
  ]);
  expect(place.form.aoi).toEqual([31, -17.48, 900]);
  expect(place.classes).toEqual([1, 3]);
  expect(format(place)).toBe(search);
});

test("polygons survive, with holes and parts", () => {
  const ring = [
    [31, -17],
    [31.1, -17],
    [31.1, -17.1],
    [31, -17],
  ];
  for (const aoi of [
    { type: "Polygon" as const, coordinates: [ring, ring] },
    { type: "MultiPolygon" as const, coordinates: [[ring], [ring, ring]] },
  ]) {
    expect(parse(format({ ...parse(""), form: { aoi } })).form.aoi).toEqual(aoi);
  }
});

test("what is no address of ours is left aside, not guessed", () => {
  const place = parse("?m=../x&at=1,2&px=a,b&l=<b>&conf=700&aoi=1,2_3,4&year=x");
  expect(place).toEqual({
    panel: "new",
    layers: [{ name: "crop_type", opacity: 1 }],
    classes: [],
    confidence: 100,
    form: {},
  });
});
