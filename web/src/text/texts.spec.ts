import { expect, test } from "vitest";
import en from "./en.json";
import fr from "./fr.json";
import nd from "./nd.json";
import pt from "./pt.json";
import sn from "./sn.json";

const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test.each(Object.entries({ fr, nd, pt, sn }))("%s has known keys and their gaps", (_, texts) => {
  for (const [key, text] of Object.entries(texts)) {
    expect(en).toHaveProperty([key]);
    expect([key, holes(text)]).toEqual([key, holes(en[key as keyof typeof en])]);
  }
});

test("French and Portuguese are whole; all name the crops, and say how to sign in", () => {
  const keys = Object.keys(en).sort();
  expect(Object.keys(fr).sort()).toEqual(keys);
  expect(Object.keys(pt).sort()).toEqual(keys);
  for (const texts of [sn, nd]) {
    expect(Object.keys(texts)).toEqual(
      expect.arrayContaining(
        keys.filter((key) => /^(crop|signIn|role|about|signOut|account)\b/.test(key)),
      ),
    );
  }
});
