import { expect, test } from "vitest";
import { nearest, search, type Town } from "./places";

const TOWNS: Town[] = [
  ["Harare", "ZW", 31.053, -17.828],
  ["Bindura", "ZW", 31.331, -17.302],
  ["Mazowe", "ZW", 30.974, -17.505],
  ["São Hara", "MZ", 33, -19],
];

test("what begins with the text comes first, without accents", () => {
  expect(search(TOWNS, "har", 9).map(([name]) => name)).toEqual(["Harare", "São Hara"]);
  expect(search(TOWNS, "sao", 9)[0]![0]).toBe("São Hara");
  expect(search(TOWNS, "h", 9)).toEqual([]);
});

test("the nearest town, if one is near", () => {
  expect(nearest(TOWNS, [30.99, -17.48])![0]).toBe("Mazowe");
  expect(nearest(TOWNS, [0, 51])).toBeUndefined();
});
