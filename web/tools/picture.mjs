// Takes the picture of the README: the page with the crop map of the sample landscape.
import { openBrowser } from "../test/browser.mjs";
import { startServer } from "../test/server.mjs";

const server = await startServer(512);
const browser = await openBrowser();
try {
  const [west, south, east, north] = await server.bounds();
  const inputs = { aoi: { bbox: [west, south, east, north] }, year: 2022 };
  const response = await fetch(`${server.url}/processes/classify-crops/execution`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ inputs }),
  });
  if (!response.ok) {
    throw new Error(await response.text());
  }
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.getByRole("table", { name: "Legend" }).getByText("maize").waitFor();
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Crop map").click({ position: { x: 470, y: 330 } });
  await page.getByRole("status", { name: "Clicked pixel" }).waitFor();
  await page.getByRole("heading", { name: "Maps" }).scrollIntoViewIfNeeded();
  await page.locator("aside").evaluate((aside) => aside.scrollTo(0, aside.scrollHeight));
  await page.screenshot({ path: process.argv[2] });
} finally {
  await browser.close();
  await server.stop();
}
