// Headless Chromium from Debian, with a profile of its own that is removed with it.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const CHROMIUM = process.env.GEOCROP_CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why there is no browser, or false. */
export const missing = existsSync(CHROMIUM) ? false : "needs the Debian package chromium";
if (missing && process.env.CI === "true") {
  throw new Error(missing);
}

export async function openBrowser() {
  const profile = await mkdtemp(join(tmpdir(), "geocrop-chromium-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    args: FLAGS,
    viewport: { width: 1280, height: 800 },
  });
  return {
    newPage: async () => {
      const page = await browser.newPage();
      // Other tests may keep both cores busy meanwhile.
      page.setDefaultTimeout(120_000);
      return page;
    },
    close: async () => {
      await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
