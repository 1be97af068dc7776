import { expect, test } from "vitest";
import { pause } from "./queries";
import type { Job } from "./types";

const JOB_BYTES = 2500;

test("an hour of a running job is asked for in less than a megabyte", () => {
  const job = { created: new Date(0).toISOString() } as Job;
  let now = 0;
  let asked = 0;
  while (now < 3_600_000) {
    now += pause(job, now);
    asked++;
  }
  expect(asked).toBeGreaterThan(100);
  expect(asked * JOB_BYTES).toBeLessThan(1_000_000);
});
