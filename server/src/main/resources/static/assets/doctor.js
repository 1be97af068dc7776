// Checks from the client's side what GIS clients rely on. Each check gives [finding, detail]; a finding is "ok",
// "warning" (works, but some clients lose something) or "failed".
const here = new URL(".", new URL("..", import.meta.url));
const facts = await (await fetch(new URL("doctor?f=json", here), { cache: "no-store" })).json();
const at = (path) => new URL(path, here).href;

const quiet = { cache: "no-store" };
const bytes = async (url, options = {}) => {
  const response = await fetch(url, { ...quiet, ...options });
  return [response, new Uint8Array(await response.arrayBuffer())];
};
const same = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);
const isTiff = (b) => (b[0] === 0x49 && b[1] === 0x49) || (b[0] === 0x4d && b[1] === 0x4d);

function wms(version, crs, bbox) {
  const query = new URLSearchParams({
    SERVICE: "WMS",
    VERSION: version,
    REQUEST: "GetMap",
    LAYERS: facts.layer,
    STYLES: "",
    [version === "1.3.0" ? "CRS" : "SRS"]: crs,
    BBOX: bbox.join(","),
    WIDTH: 64,
    HEIGHT: 64,
    FORMAT: "image/png",
  });
  return at(`wms?${query}`);
}

function tile() {
  const [west, south, east, north] = facts.bounds;
  const zoom = 12;
  const n = 2 ** zoom;
  const lat = (((south + north) / 2) * Math.PI) / 180;
  const x = Math.floor((((west + east) / 2 + 180) / 360) * n);
  const y = Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * n);
  return at(`xyz/${facts.layer}/${zoom}/${x}/${y}.png`);
}

async function range(url) {
  const [response, body] = await bytes(url, { headers: { Range: "bytes=0-15" } });
  if (response.status === 200) {
    return ["failed", `The whole file came (${body.length} bytes): something on the way drops Range`];
  }
  return response.status === 206 && body.length === 16 && isTiff(body)
    ? ["ok", "16 bytes of a TIFF came, as asked for: QGIS and GDAL read only what they show"]
    : ["failed", `${response.status}, ${body.length} bytes`];
}

/** A frame without an origin of its own asks as a page of another site would. */
function fromElsewhere(url) {
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.hidden = true;
    frame.src = `${at("assets/doctor-frame.html")}#${encodeURIComponent(url)}`;
    const timer = setTimeout(() => resolve("no answer"), 5000);
    addEventListener("message", function heard(event) {
      if (event.source === frame.contentWindow) {
        clearTimeout(timer);
        removeEventListener("message", heard);
        frame.remove();
        resolve(event.data);
      }
    });
    document.body.append(frame);
  });
}

const general = {
  "Own address": async () =>
    new URL(facts.base).href.replace(/\/$/, "") === here.href.replace(/\/$/, "")
      ? ["ok", `The server names itself ${facts.base}, as you do`]
      : [
          "failed",
          `You came by ${here.href}, but links of the server lead to ${facts.base}: set GEOCROP_PUBLIC_URL, or let the proxy send X-Forwarded headers`,
        ],
  "Other sites (CORS)": async () => {
    const answer = await fromElsewhere(at("conformance"));
    return answer === "read"
      ? ["ok", "Web maps of any site may read from here"]
      : ["warning", "Only sites of GEOCROP_CORS_ORIGINS may read from here; others get nothing"];
  },
};

/** Files that the server can't draw are no layers. */
for (const [name, reason] of Object.entries(facts.left_out ?? {})) {
  general[`Left out: ${name}`] = () => ["warning", reason];
}

const ofLayer = {
  "A tile": async () => {
    const begun = performance.now();
    const [response] = await bytes(tile());
    const ms = Math.round(performance.now() - begun);
    return response.ok && response.headers.get("Content-Type") === "image/png"
      ? ["ok", `A PNG in ${ms} ms`]
      : ["failed", `${response.status} ${response.headers.get("Content-Type")}`];
  },
  "Axis order": async () => {
    const [w, s, e, n] = facts.bounds;
    const [, latLon] = await bytes(wms("1.3.0", "EPSG:4326", [s, w, n, e]));
    const [, lonLat] = await bytes(wms("1.1.1", "EPSG:4326", [w, s, e, n]));
    const [, crs84] = await bytes(wms("1.3.0", "CRS:84", [w, s, e, n]));
    return same(latLon, lonLat) && same(latLon, crs84)
      ? ["ok", "WMS 1.3.0 by latitude and longitude shows what 1.1.1 and CRS:84 show"]
      : ["failed", "WMS 1.3.0, 1.1.1 and CRS:84 show different maps of one box"];
  },
  "Not modified (304)": async () => {
    const [first] = await bytes(tile());
    const etag = first.headers.get("ETag");
    if (!etag) {
      return ["failed", "The tile has no ETag: something on the way drops it"];
    }
    const [again] = await bytes(tile(), { headers: { "If-None-Match": etag } });
    return again.status === 304
      ? ["ok", "What a client has is not sent again"]
      : ["failed", `${again.status} in place of 304: a proxy changes validators`];
  },
  "Range reads of a COG": () => range(facts.cog),
  "Object store": () =>
    facts.store
      ? range(facts.store).catch(() => [
          "warning",
          `${new URL(facts.store).origin} can't be read from here: its address is not reached, or it allows no other origin`,
        ])
      : ["ok", "Results come through this server; the store hands out no links of its own"],
};

const table = document.getElementById("findings");
async function show(checks) {
  for (const [name, check] of Object.entries(checks)) {
    const [finding, detail] = await Promise.resolve()
      .then(check)
      .catch((error) => ["failed", error.message]);
    const row = table.insertRow();
    row.dataset.check = name;
    row.dataset.finding = finding;
    for (const text of [name, finding, detail]) {
      row.insertCell().textContent = text;
    }
    row.cells[1].className = finding === "ok" ? "successful" : finding;
  }
}

await show(general);
if (facts.layer) {
  await show(ofLayer);
} else {
  const row = table.insertRow();
  row.insertCell().textContent = "Maps";
  row.insertCell().textContent = "none";
  row.insertCell().textContent = "There is no map yet that you may see; make one, and come back";
}
document.getElementById("done").hidden = false;
