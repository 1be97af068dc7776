"""Tries the plugin in a running GeoServer, beside a GeoCrop server that works on the same store and sample landscape.

usage: geoserver_check.py GEOSERVER GEOCROP FOLDER
  such as http://localhost:8085/geoserver http://localhost:8092 pictures
GeoServer's user is GEOSERVER_USER (admin:geoserver unless it says otherwise).
"""

import base64
import concurrent.futures
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

import numpy as np
from osgeo import gdal

gdal.UseExceptions()
geoserver, geocrop, folder = sys.argv[1:]
PROCESSES = geoserver + "/ogc/processes/v1"
LON, LAT = 30.978, -17.457
USER = os.environ.get("GEOSERVER_USER", "admin:geoserver")
os.makedirs(folder, exist_ok=True)


def call(url, body=None, headers=None, method=None):
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    request.add_header("Authorization", "Basic " + base64.b64encode(USER.encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as fault:
        return fault.code, dict(fault.headers), fault.read()


def read(url):
    """Without credentials, as signed links want it."""
    return urllib.request.urlopen(url, timeout=60).read()


def execute(process, inputs, outputs=("result",), prefer=None):
    body = {"inputs": inputs, "outputs": {o: {"transmissionMode": "value"} for o in outputs}, "response": "document"}
    headers = {"Content-Type": "application/json"}
    if prefer:
        headers["Prefer"] = prefer
    return call(f"{PROCESSES}/processes/geocrop:{process}/execution", json.dumps(body).encode(), headers)


def result(answer):
    status, _, body = answer
    assert status == 200, (status, body[:500])
    return json.loads(json.loads(body)["result"])


def layers():
    names = json.loads(call(geoserver + "/rest/workspaces/geocrop/layers.json")[2])["layers"]
    return {layer["name"] for layer in names["layer"]} if names else set()


def groups():
    names = json.loads(call(geoserver + "/rest/workspaces/geocrop/layergroups.json")[2])["layerGroups"]
    return {group["name"] for group in names["layerGroup"]} if names else set()


def pixels(data, name):
    gdal.FileFromMemBuffer("/vsimem/picture", data)
    picture = gdal.Open("/vsimem/picture")
    array = picture.ReadAsArray()
    table = picture.GetRasterBand(1).GetColorTable()
    if table is not None:
        colors = np.array([table.GetColorEntry(i) for i in range(table.GetCount())])
        array = np.moveaxis(colors[array], 2, 0)
    open(f"{folder}/{name}.png", "wb").write(data)
    return array


def wms(base, layer, box, size, crs="EPSG:32736", **more):
    query = {"SERVICE": "WMS", "VERSION": "1.1.1", "REQUEST": "GetMap", "LAYERS": layer, "STYLES": "", "SRS": crs,
             "BBOX": ",".join(map(str, box)), "WIDTH": size[0], "HEIGHT": size[1], "FORMAT": "image/png",
             "TRANSPARENT": "true", **more}
    status, headers, body = call(base + "/wms?" + urllib.parse.urlencode(query))
    assert status == 200 and headers["Content-Type"].startswith("image/" if "INFO_FORMAT" not in more else "app"), body[:500]
    return body


before = layers()
inputs = {"aoi": f"{LON},{LAT},900", "year": 2022}

# The same request by both: the same files.
made = result(execute("ClassifyCrops", inputs))
job = made["job"]
own = json.loads(call(geocrop + "/processes/classify-crops/execution",
                      json.dumps({"inputs": {"aoi": [LON, LAT, 900], "year": 2022}}).encode(),
                      {"Content-Type": "application/json", "Prefer": "respond-async"})[2])["jobID"]
while json.loads(call(f"{geocrop}/jobs/{own}")[2])["status"] in ("accepted", "running"):
    time.sleep(0.5)
for name in ("crop_type", "confidence", "observations", "ndvi_peak", "evi_peak", "savi_peak", "true_color"):
    theirs = read(made["outputs"][name]["href"])
    ours = read(f"{geocrop}/results/{own}/{name}.tif")
    assert theirs == ours, (name, len(theirs), len(ours))
print("ok", len(made["outputs"]), "outputs; rasters equal the server's byte by byte")

# The layers, as soon as the process has answered.
assert len(layers() - before) == 7, layers() - before
assert "job_" + job in groups() and "latest_2022-09-01_2023-05-31" in groups()
layer = f"geocrop:crop_type_{job}"
raster = gdal.Open("/vsicurl/" + f"{geocrop}/results/{own}/crop_type.tif")
geo = raster.GetGeoTransform()
width, height = raster.RasterXSize, raster.RasterYSize
box = (geo[0], geo[3] - height * 10, geo[0] + width * 10, geo[3])
theirs = pixels(wms(geoserver, layer, box, (width, height)), "getmap")
ours = pixels(wms(geocrop, own, box, (width, height)), "getmap-own")
shown = theirs[3] > 0
assert shown.sum() > 20_000 and (shown == (ours[3] > 0)).all()
assert (theirs[:3, shown] == ours[:3, shown]).all(), (theirs[:3, shown] != ours[:3, shown]).sum()
print("ok", "GetMap equals the server's pixel by pixel:", int(shown.sum()))
group = pixels(wms(geoserver, "geocrop:latest_2022-09-01_2023-05-31", box, (width, height)), "latest")
assert (group[3] > 0).sum() >= shown.sum()
print("ok latest")

legend = call(geoserver + "/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetLegendGraphic&FORMAT=image/png&LAYER=" + layer)
assert pixels(legend[2], "legend").shape[1] > 150
print("ok legend")

col, row = width // 2, height // 2
info = json.loads(wms(geoserver, layer, box, (width, height), REQUEST="GetFeatureInfo", QUERY_LAYERS=layer,
                      INFO_FORMAT="application/json", X=col, Y=row))["features"][0]["properties"]
value = int(raster.ReadAsArray(col, row, 1, 1)[0, 0])
names = {entry["value"]: entry["label"] for entry in json.loads(read(f"{geocrop}/xyz/{own}/legend.json"))["entries"]}
assert names[value] in info.values(), (info, names[value])
print("ok GetFeatureInfo", info)

tile = json.loads(read(f"{geocrop}/xyz/{own}/tilejson.json"))
zoom = 14
n = 2 ** zoom
x = int((LON + 180) / 360 * n)
y = int((1 - np.arcsinh(np.tan(np.radians(LAT))) / np.pi) / 2 * n)
for grid, matrix in (("EPSG:900913", f"EPSG:900913:{zoom}"), ("WebMercatorQuad", str(zoom))):
    query = {"SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "LAYER": layer, "STYLE": "",
             "TILEMATRIXSET": grid, "TILEMATRIX": matrix, "TILEROW": y, "TILECOL": x, "FORMAT": "image/png"}
    status, _, body = call(geoserver + "/gwc/service/wmts?" + urllib.parse.urlencode(query))
    assert status == 200, (grid, body[:400])
    theirs = pixels(body, "wmts-" + grid.replace(":", "-"))
    ours = pixels(read(f"{geocrop}/xyz/{own}/{zoom}/{x}/{y}.png"), "tile-own")
    both = (theirs[3] > 0) & (ours[3] > 0)
    equal = (theirs[:3, both] == ours[:3, both]).all(axis=0).mean()
    assert both.sum() > 1_000 and equal > 0.97, (grid, both.sum(), equal)
    print("ok WMTS", grid, f"{100 * equal:.2f} % of pixels as the server's tile")

# WPS, raster raw.
wps = f"""<wps:Execute version="1.0.0" service="WPS" xmlns:wps="http://www.opengis.net/wps/1.0.0"
 xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Identifier>geocrop:ClassifyCrops</ows:Identifier><wps:DataInputs>
 <wps:Input><ows:Identifier>area</ows:Identifier><wps:Data><wps:ComplexData mimeType="application/wkt">
 POLYGON((30.975 -17.46, 30.981 -17.46, 30.981 -17.454, 30.975 -17.454, 30.975 -17.46))</wps:ComplexData></wps:Data></wps:Input>
 <wps:Input><ows:Identifier>year</ows:Identifier><wps:Data><wps:LiteralData>2022</wps:LiteralData></wps:Data></wps:Input>
 </wps:DataInputs><wps:ResponseForm><wps:RawDataOutput mimeType="image/tiff"><ows:Identifier>crop_type</ows:Identifier>
 </wps:RawDataOutput></wps:ResponseForm></wps:Execute>"""
status, headers, body = call(geoserver + "/wps", wps.encode(), {"Content-Type": "text/xml"})
assert status == 200 and body[:2] in (b"II", b"MM"), body[:800]
gdal.FileFromMemBuffer("/vsimem/wps.tif", body)
classes = gdal.Open("/vsimem/wps.tif")
box = classes.GetGeoTransform()
col, row = round((box[0] - geo[0]) / 10), round((geo[3] - box[3]) / 10)
theirs = classes.ReadAsArray()
ours = raster.ReadAsArray(col, row, classes.RasterXSize, classes.RasterYSize)
both = (theirs != 0) & (ours != 0)
assert box[1] == 10 and both.sum() > 3_000 and (theirs[both] == ours[both]).all(), (both.sum(), (theirs != ours)[both].sum())
print("ok WPS", classes.RasterXSize, "x", classes.RasterYSize, "px, equal to the server's")

# Asynchronous, two at once; dismissed results go with their layers.
def asynchronous(lon):
    status, headers, body = execute("ClassifyCrops", {"aoi": f"{lon},{LAT},700", "year": 2022}, prefer="respond-async")
    assert status == 201, (status, body[:300])
    place = headers["Location"]
    while True:
        state = json.loads(call(place)[2])
        if state["status"] not in ("accepted", "running"):
            assert state["status"] == "successful", state
            return place, json.loads(json.loads(call(place + "/results?f=json")[2])["result"])["job"]
        time.sleep(0.3)


with concurrent.futures.ThreadPoolExecutor() as pool:
    two = list(pool.map(asynchronous, (30.976, 30.98)))
assert len({j for _, j in two}) == 2
for place, j in two:
    assert f"crop_type_{j}" in layers()
print("ok asynchronous, two at once")
for place, j in two:
    status, _, body = call(place, method="DELETE")
    assert status in (200, 204), (status, body[:300])
for _, j in two:
    assert not [name for name in layers() if j in name] and f"job_{j}" not in groups()
    status, _, _ = call(f"{geocrop}/results/{j}/crop_type.tif")
    assert status == 404, status
assert f"crop_type_{job}" in layers()
print("ok dismissed results are gone, others stay")

# Faults say what is wrong, and leave nothing.
known = layers()
for wrong, word in (({"aoi": "30.9,-17.4", "year": 2022}, "three numbers"), ({"aoi": f"{LON},{LAT},900"}, "season is given"),
                    ({"aoi": "10,50,900", "year": 2022}, "no scene"), ({"aoi": f"{LON},{LAT},90000", "year": 2022}, "km²")):
    status, _, body = execute("ClassifyCrops", wrong)
    assert status >= 400 and word in body.decode(), (wrong, status, body[:400])
assert layers() == known
print("ok faults")

# The other processes, and GeoServer's own.
zone = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "here"}, "geometry": {
    "type": "Polygon", "coordinates": [[[30.975, -17.46], [30.981, -17.46], [30.981, -17.454], [30.975, -17.454],
                                        [30.975, -17.46]]]}}]}
description = json.loads(call(PROCESSES + "/processes/geocrop:ZonalStatistics?f=json")[2])
needed = [name for name, i in description["inputs"].items() if i.get("minOccurs", 1)]
status, _, body = execute("ZonalStatistics", {"zones": json.dumps(zone), "raster": job}, outputs=("result",))
assert status == 200, (needed, body[:500])
made = result((status, None, body))
statistics = read(next(o["href"] for name, o in made["outputs"].items()))
assert b"maize" in statistics or b"soya" in statistics, statistics[:400]
print("ok ZonalStatistics")
composite = result(execute("SeasonComposite", {"aoi": f"{LON},{LAT},300", "year": 2022}))
assert len(composite["layers"]) == 5, composite["layers"]
print("ok SeasonComposite")
buffer = {"inputs": {"geom": {"value": "POINT(0 0)", "mediaType": "application/wkt"}, "distance": 1}}
status, _, body = call(PROCESSES + "/processes/JTS:buffer/execution", json.dumps(buffer).encode(), {"Content-Type": "application/json"})
assert status == 200 and b"POLYGON" in body.upper(), (status, body[:300])
own_processes = [p["id"] for p in json.loads(call(PROCESSES + "/processes?f=json&limit=1000")[2])["processes"]]
assert len(own_processes) > 100 and any(p.startswith("gs:") for p in own_processes)
print("ok GeoServer's own processes:", len(own_processes))
for made in (job, composite["job"]):
    status, _, body = call(f"{PROCESSES}/jobs/{made}", method="DELETE")
print("done")
