import { expect, test } from "vitest";
import { righted } from "./righted";

test("latitude before longitude is turned round, and nothing else", () => {
  expect(righted([-17.456, 30.977, 500])).toEqual([30.977, -17.456, 500]);
  expect(righted([30.977, -17.456, 500])).toBeUndefined();
  expect(righted([0.5, 51.5, 500])).toBeUndefined();
  const ring = (turned: boolean) =>
    [
      [31, -17],
      [31.1, -17],
      [31.1, -17.1],
      [31, -17],
    ].map(([a = 0, b = 0]) => (turned ? [b, a] : [a, b]));
  expect(righted({ type: "Polygon", coordinates: [ring(true)] })).toEqual({
    type: "Polygon",
    coordinates: [ring(false)],
  });
});
