// The page at the address of a job that mapped a region: it shows the region's layer, in the colours of its legend.
// Usage: region.mjs URL JOB FOLDER
import { openBrowser } from "../test/browser.mjs";

const [url, job, folder] = process.argv.slice(2);
const { entries } = await (await fetch(`${url}/xyz/${job}/legend.json`)).json();
const browser = await openBrowser();
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error.message));
  await page.goto(`${url}/?m=${job}`);
  const seen = await page.waitForFunction(
    (colors) => {
      const known = new Set(colors.map((color) => parseInt(color.slice(1), 16)));
      const found = new Set();
      let pixels = 0;
      for (const canvas of document.querySelectorAll(".map canvas")) {
        const { width, height } = canvas;
        const data = width && canvas.getContext("2d").getImageData(0, 0, width, height).data;
        for (let i = 0; data && i < data.length; i += 4) {
          const color = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
          if (data[i + 3] === 255 && known.has(color)) {
            found.add(color);
            pixels++;
          }
        }
      }
      return pixels > 50_000 && found.size > 2 && { pixels, classes: found.size };
    },
    entries.map(({ color }) => color),
  );
  await page.getByText(entries[0].label).first().waitFor();
  await page.screenshot({ path: `${folder}/page-region.png` });
  const { pixels, classes } = await seen.jsonValue();
  console.log(`ok page, ${pixels} pixels of ${classes} classes`);
} finally {
  await browser.close();
}
