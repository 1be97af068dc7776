// OpenLayers in headless Chromium shows the layer of four coloured quarters by WMS, by WMTS from capabilities and by
// OGC API Tiles, from another origin. Usage: openlayers.mjs URL FOLDER
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { openBrowser } from "../test/browser.mjs";

const [url, folder] = process.argv.slice(2);
const library = await readFile(
  fileURLToPath(new URL("../node_modules/ol/dist/ol.js", import.meta.url)),
);
const page = `<!doctype html><div id="map" style="width:400px;height:400px"></div><script src="/ol.js"></script>`;
const files = createServer((request, response) => {
  const isLibrary = request.url === "/ol.js";
  response.setHeader("Content-Type", isLibrary ? "text/javascript" : "text/html");
  response.end(isLibrary ? library : page);
});
await new Promise((resolve) => files.listen(0, "127.0.0.1", resolve));
const browser = await openBrowser();
try {
  for (const kind of ["wms", "wmts", "ogc"]) {
    const tab = await browser.newPage();
    tab.on("pageerror", (error) => console.error(error.message));
    await tab.goto(`http://127.0.0.1:${files.address().port}/`);
    const colors = await tab.evaluate(
      async ({ base, kind }) => {
        let source;
        const crossOrigin = "anonymous";
        if (kind === "wms") {
          const params = { LAYERS: "quarters", TILED: true };
          source = new ol.source.TileWMS({ url: `${base}/wms`, params, crossOrigin });
        } else if (kind === "wmts") {
          const text = await (await fetch(`${base}/wmts/1.0.0/WMTSCapabilities.xml`)).text();
          const capabilities = new ol.format.WMTSCapabilities().read(text);
          const options = ol.source.WMTS.optionsFromCapabilities(capabilities, {
            layer: "quarters",
            matrixSet: "WebMercatorQuad",
          });
          source = new ol.source.WMTS({ ...options, crossOrigin });
        } else {
          const path = "/collections/quarters/map/tiles/WebMercatorQuad";
          source = new ol.source.OGCMapTile({ url: base + path, crossOrigin });
        }
        const map = new ol.Map({
          target: "map",
          layers: [new ol.layer.Tile({ source })],
          view: new ol.View({ center: ol.proj.fromLonLat([31, -17]), resolution: 580 }),
        });
        const pixel = (canvas, x, y) => [
          ...canvas.getContext("2d").getImageData(canvas.width * x, canvas.height * y, 1, 1).data,
        ];
        // Some sources first ask what there is: the map is complete more than once.
        for (let tries = 0; ; tries++) {
          map.render();
          await new Promise((resolve) => map.once("rendercomplete", resolve));
          const canvas = document.querySelector("#map .ol-layer canvas");
          const places = [
            [0.3, 0.3],
            [0.7, 0.3],
            [0.3, 0.7],
            [0.7, 0.7],
          ];
          const colors = canvas ? places.map(([x, y]) => pixel(canvas, x, y)) : [];
          if (tries === 50 || colors.some((color) => color[3] === 255)) {
            return colors;
          }
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      },
      { base: url, kind },
    );
    await tab.screenshot({ path: `${folder}/openlayers-${kind}.png` });
    assert.deepEqual(
      colors,
      [
        [255, 0, 0, 255],
        [0, 255, 0, 255],
        [0, 0, 255, 255],
        [255, 255, 0, 255],
      ],
      kind,
    );
    console.log("ok", kind);
    await tab.close();
  }
} finally {
  await browser.close();
  files.close();
}
