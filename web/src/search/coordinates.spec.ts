import { expect, test } from "vitest";
import { read } from "./coordinates";

const HOME: [number, number, number, number] = [25, -23, 34, -15];
const near = (text: string, at = 0) =>
  read(text, HOME)[at]!.lonLat.map((v) => Number(v.toFixed(3)));

test.each([
  "-17.456, 30.977",
  "-17.456 30.977",
  "−17.456; 30.977",
  "30.977, -17.456",
  "30.977 -17.456",
  "-17,456 30,977",
  "17.456S 30.977E",
  "S17.456 E30.977",
  "30.977 E, 17.456 S",
  "17°27'21.6\"S 30°58'37.2\"E",
  "17 27 21.6 S, 30 58 37.2 E",
  "S 17° 27.36' E 30° 58.62'",
  "17°27.36'S, 30°58.62'E",
  "geo:-17.456,30.977",
  "https://maps.example.org/@-17.456,30.977,15z",
  "https://maps.example.org/?q=-17.456,30.977",
])("%s", (text) => expect(near(text)).toEqual([30.977, -17.456]));

test("UTM of both hemispheres, with bands and with S as south", () => {
  const [lon, lat] = near("36K 285100 8068900");
  expect([lon, lat]).toEqual([30.976, -17.456]);
  expect(near("36S 285100 8068900")).toEqual([lon, lat]);
  expect(near("EPSG:32736 285100 8068900")).toEqual([lon, lat]);
  expect(read("31U 500000 5411000")[0]!.lonLat[1]).toBeGreaterThan(48);
});

test("both ways round are offered, the likelier first", () => {
  expect(near("-17.456, 30.977", 1)).toEqual([-17.456, 30.977]);
  expect(read("10, 20", HOME).map(({ how }) => how)).toEqual(["lat, lon", "lon, lat"]);
});

test.each(["Mazowe", "", "12", "95N 30E", "17 75 00 S, 30 0 0 E", "1 2 3", "Ward 12", "17S 18S"])(
  "%s is no position",
  (text) => expect(read(text, HOME)).toEqual([]),
);
