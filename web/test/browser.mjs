// Headless Chromium from Debian.
import { existsSync } from "node:fs";
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
  const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
  return {
    /** A page that knows nothing of the others; what a worker would answer itself no test could change on its way. */
    newPage: async (options = { serviceWorkers: "block" }) => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        ...options,
      });
      const page = await context.newPage();
      // Other tests may keep both cores busy meanwhile.
      page.setDefaultTimeout(Number(process.env.GEOCROP_PAGE_TIMEOUT ?? 90_000));
      return page;
    },
    close: () => browser.close(),
  };
}
