"""Tries the plugin in a running GeoServer, beside a GeoCrop server with a store of its own, on the same sample landscape.

usage: geoserver_check.py GEOSERVER GEOCROP FOLDER
  such as http://localhost:8085/geoserver http://localhost:8092 pictures
GeoServer's user is GEOSERVER_USER (admin:geoserver unless it says otherwise).
"""

import concurrent.futures
import json
import os
import statistics
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

import numpy as np
from osgeo import gdal

from geoserver_client import User, pixels, read, start_empty

geoserver, geocrop, folder = sys.argv[1:]
LON, LAT = 30.978, -17.457
os.makedirs(folder, exist_ok=True)
admin = User(geoserver, os.environ.get("GEOSERVER_USER", "admin:geoserver"))
nobody = User(geoserver)
ours = User(geocrop)
start_empty(admin)
RASTERS = ("crop_type", "confidence", "observations", "ndvi_peak", "evi_peak", "savi_peak", "true_color")

# The same request by both: the same files.
made = admin.run("ClassifyCrops", aoi=f"{LON},{LAT},900", year=2022, sharing="public")
job = made["job"]
status, _, body = ours.call(geocrop + "/processes/classify-crops/execution",
                            json.dumps({"inputs": {"aoi": [LON, LAT, 900], "year": 2022}}).encode(),
                            {"Content-Type": "application/json", "Prefer": "respond-async"})
assert status == 201, (status, body[:300])
own = json.loads(body)["jobID"]
assert ours.wait(f"{geocrop}/jobs/{own}") == "successful"
for name in RASTERS:
    their_bytes, our_bytes = read(made["outputs"][name]["href"]), read(f"{geocrop}/results/{own}/{name}.tif")
    assert their_bytes == our_bytes, (name, len(their_bytes), len(our_bytes))
print("ok", len(made["outputs"]), "outputs; rasters equal the server's byte by byte")

# One layer a raster, whatever the number of results; each map equals the server's.
layers = {name.split(":")[1] for name in made["layers"]}
assert len(layers) == len(RASTERS) and layers <= admin.layers(), layers
layer = next("geocrop:" + name for name in layers if name.startswith("crop_type_"))
raster = gdal.Open(f"/vsicurl/{geocrop}/results/{own}/crop_type.tif")
geo = raster.GetGeoTransform()
size = (raster.RasterXSize, raster.RasterYSize)
box = (geo[0], geo[3] - size[1] * 10, geo[0] + size[0] * 10, geo[3])
theirs = pixels(admin.wms(layer, box, size, DIM_JOB=job), folder + "/getmap.png")
own_map = pixels(ours.wms(own, box, size), folder + "/getmap-own.png")
shown = theirs[3] > 0
assert shown.sum() > 20_000 and (shown == (own_map[3] > 0)).all()
assert (theirs[:3, shown] == own_map[:3, shown]).all(), (theirs[:3, shown] != own_map[:3, shown]).sum()
theirs_utm = theirs
print("ok GetMap equals the server's pixel by pixel:", int(shown.sum()))

# In the web's CRS, too, on the server's own picture of it.
mercator = (3447000, -1976300, 3450000, -1973300)
theirs = pixels(admin.wms(layer, mercator, (512, 512), crs="EPSG:3857", DIM_JOB=job), folder + "/mercator.png")
own_map = pixels(ours.wms(own, mercator, (512, 512), crs="EPSG:3857"), folder + "/mercator-own.png")
equal = ((theirs[3] > 0) == (own_map[3] > 0)) & (theirs[:3] == own_map[:3]).all(axis=0)
assert (own_map[3] > 0).sum() > 20_000 and equal.mean() > 0.999, equal.mean()
print("ok EPSG:3857", f"{100 * equal.mean():.2f} % of pixels as the server's")

# Outside of data there is none, in formats without opacity as well; NDVI is NDVI.
jpeg = pixels(admin.wms("geocrop:true_color", (box[0] - 3000, box[1], box[2], box[3] + 3000), (400, 400),
                        FORMAT="image/jpeg", TRANSPARENT="false"), folder + "/true_color.jpg")
assert (jpeg[:, :30, :30] > 250).all(), "a JPEG map is not white where there is no data"
col, row = size[0] // 2, size[1] // 2


def info(name):
    # GeoServer asks for the corner of a pixel: of smaller ones, so that it lies within a pixel of the raster.
    answer = json.loads(admin.wms(name, box, (3 * size[0], 3 * size[1]), REQUEST="GetFeatureInfo", QUERY_LAYERS=name,
                                  DIM_JOB=job, INFO_FORMAT="application/json", X=3 * col + 1, Y=3 * row + 1))
    return answer["features"][0]["properties"]


value = int(raster.ReadAsArray(col, row, 1, 1)[0, 0])
names = {entry["value"]: entry["label"] for entry in json.loads(read(f"{geocrop}/xyz/{own}/legend.json"))["entries"]}
assert names[value] in info(layer).values(), (info(layer), names[value])
ndvi = gdal.Open(f"/vsicurl/{geocrop}/results/{own}/ndvi_peak.tif").ReadAsArray(col, row, 1, 1)[0, 0]
assert abs(float(next(iter(info("geocrop:ndvi_peak").values()))) - ndvi * 0.0001) < 1e-6, (info("geocrop:ndvi_peak"), ndvi)
print("ok GetFeatureInfo", info(layer), info("geocrop:ndvi_peak"))
legend = admin.get("/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetLegendGraphic&FORMAT=image/png&LAYER=" + layer)
assert legend[0] == 200 and pixels(legend[2], folder + "/legend.png").shape[1] > 150

# Dimensions: the newest of all by default, a season by TIME, a result by DIM_JOB.
whole = admin.drawn(layer, box, size)
assert whole >= shown.sum() and admin.drawn(layer, box, size, TIME="2023-05-31T00:00:00Z") == whole
assert admin.drawn(layer, box, size, TIME="2020-05-31T00:00:00Z") == 0
assert admin.drawn(layer, box, size, DIM_JOB="nothing") == 0
capabilities = admin.get("/wms?service=WMS&version=1.3.0&request=GetCapabilities")[2]
assert b"2023-05-31" in capabilities and b'name="time"' in capabilities
print("ok dimensions")

# Tiles by capabilities, in each grid; what is public only.
root = ElementTree.fromstring(nobody.get("/gwc/service/wmts?REQUEST=GetCapabilities")[2])
WMTS, OWS = "{http://www.opengis.net/wmts/1.0}", "{http://www.opengis.net/ows/1.1}"
sets = {s.find(OWS + "Identifier").text: s for s in root.iter(WMTS + "TileMatrixSet") if s.find(OWS + "Identifier") is not None}
quad = sets["GeoCropWebMercatorQuad"]
corner = [float(n) for n in quad.find(WMTS + "TileMatrix").find(WMTS + "TopLeftCorner").text.split()]
assert abs(corner[0] + 20037508.34) < 1 and abs(corner[1] - 20037508.34) < 1, corner
described = next(node for node in root.iter(WMTS + "Layer") if node.find(OWS + "Identifier").text == layer)
links = {link.find(WMTS + "TileMatrixSet").text for link in described.iter(WMTS + "TileMatrixSetLink")}
assert {name for name in sets if name.startswith("GeoCrop")} <= links, (sorted(sets), links)
zoom, n = 14, 2 ** 14
x, y = int((LON + 180) / 360 * n), int((1 - np.arcsinh(np.tan(np.radians(LAT))) / np.pi) / 2 * n)


def tile(user):
    query = {"SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "LAYER": layer, "STYLE": "", "FORMAT": "image/png",
             "TILEMATRIXSET": "GeoCropWebMercatorQuad", "TILEMATRIX": zoom, "TILEROW": y, "TILECOL": x}
    status, _, body = user.call(geoserver + "/gwc/service/wmts?" + urllib.parse.urlencode(query))
    assert status == 200, (status, body[:400])
    return pixels(body, folder + "/wmts.png")


theirs = tile(nobody)
own_tile = pixels(read(f"{geocrop}/xyz/{own}/{zoom}/{x}/{y}.png"), folder + "/tile-own.png")
both = (theirs[3] > 0) & (own_tile[3] > 0)
equal = (theirs[:3, both] == own_tile[:3, both]).all(axis=0).mean()
assert both.sum() > 1_000 and equal > 0.999, (both.sum(), equal)
print("ok WMTS", f"{100 * equal:.2f} % of pixels as the server's tile")
# As GDAL reads it, in each grid: where the server has a class, the same at nearly all places (pixels of grids differ).
for name in sorted(name for name in links if name.startswith("GeoCrop")):
    tiled = gdal.Open(f"WMTS:{geoserver}/gwc/service/wmts?REQUEST=GetCapabilities,layer={layer},tilematrixset={name}")
    seen = gdal.Warp("", tiled, format="MEM", dstSRS="EPSG:32736", outputBounds=box, width=size[0], height=size[1],
                     resampleAlg="near").ReadAsArray()
    same = (seen[:3, shown] == theirs_utm[:3, shown]).all(axis=0).mean()
    assert (seen[3, shown] > 0).mean() > 0.97 and same > 0.8, (name, (seen[3, shown] > 0).mean(), same)
    print("ok WMTS by GDAL in", name, f"{100 * same:.1f} % of pixels as the server's map")
admin.run("ShareResult", result=job, sharing="private")
assert (tile(nobody)[3] > 0).sum() == 0 and (tile(admin)[3] > 0).sum() == 0, "tiles of what is private"
assert nobody.drawn(layer, box, size, DIM_JOB=job) == 0 and admin.drawn(layer, box, size, DIM_JOB=job) == shown.sum()
admin.run("ShareResult", result=job, sharing="public")
assert (tile(nobody)[3] > 0).sum() > 1_000
print("ok tiles have what is public, and forget what is not any more")

# WPS, raster raw.
WPS = """<wps:Execute version="1.0.0" service="WPS" xmlns:wps="http://www.opengis.net/wps/1.0.0"
 xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink"><ows:Identifier>geocrop:%s</ows:Identifier>
 <wps:DataInputs>%s</wps:DataInputs><wps:ResponseForm><wps:RawDataOutput %s><ows:Identifier>%s</ows:Identifier>
 </wps:RawDataOutput></wps:ResponseForm></wps:Execute>"""
INPUT = "<wps:Input><ows:Identifier>%s</ows:Identifier><wps:Data><wps:%s>%s</wps:%s></wps:Data></wps:Input>"
area = INPUT % ("area", 'ComplexData mimeType="application/wkt"',
                "POLYGON((30.975 -17.46, 30.981 -17.46, 30.981 -17.454, 30.975 -17.454, 30.975 -17.46))", "ComplexData")
year = INPUT % ("year", "LiteralData", "2022", "LiteralData")
status, headers, body = admin.wps(WPS % ("ClassifyCrops", area + year, 'mimeType="image/tiff"', "crop_type"))
assert status == 200 and body[:2] in (b"II", b"MM"), body[:800]
gdal.FileFromMemBuffer("/vsimem/wps.tif", body)
classes = gdal.Open("/vsimem/wps.tif")
at = classes.GetGeoTransform()
theirs = classes.ReadAsArray()
window = raster.ReadAsArray(round((at[0] - geo[0]) / 10), round((geo[3] - at[3]) / 10), classes.RasterXSize, classes.RasterYSize)
both = (theirs != 0) & (window != 0)
assert at[1] == 10 and both.sum() > 3_000 and (theirs[both] == window[both]).all(), (both.sum(), (theirs != window)[both].sum())
print("ok WPS", classes.RasterXSize, "x", classes.RasterYSize, "px, equal to the server's")

# Asynchronous, two at once.
with concurrent.futures.ThreadPoolExecutor() as pool:
    places = list(pool.map(lambda lon: admin.start("ClassifyCrops", aoi=f"{lon},{LAT},700", year=2022), (30.976, 30.98)))
    assert list(pool.map(admin.wait, places)) == ["successful"] * 2
two = [json.loads(json.loads(admin.call(place + "/results?f=json")[2])["result"])["job"] for place in places]
assert len(set(two)) == 2 and set(two) <= admin.results() and layers == admin.layers() & layers
for place in places:
    status, _, body = admin.call(place, method="DELETE")
    assert status == 200, (status, body[:300])
assert not set(two) & admin.results() and job in admin.results()
print("ok asynchronous, two at once; dismissed results are gone, others stay")

# Mistakes of clients are told as such, at once, and leave nothing.
known = admin.results()
for wrong, word in (({"aoi": "30.9,-17.4", "year": 2022}, "three numbers"), ({"aoi": f"{LON},{LAT},900"}, "season is given"),
                    ({"aoi": f"{LON},{LAT},90000", "year": 2022}, "km²"),
                    ({"aoi": f"{LON},{LAT},900", "year": 2022, "sharing": "all"}, "private, shared or public")):
    for prefer in (None, "respond-async"):
        status, _, body = admin.execute("ClassifyCrops", wrong, prefer)
        assert status == 400 and word in json.loads(body)["title"], (wrong, status, body[:400])
status, _, body = admin.wps(WPS % ("ClassifyCrops", area, "", "result"))
assert b'exceptionCode="InvalidParameterValue"' in body and b"season is given" in body, body[:500]
assert admin.results() == known
print("ok mistakes")

# Areas of crops by the features of a layer, as a client of WFS has them; the other processes; GeoServer's own.
ZONE = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "here"}, "geometry": {
    "type": "Polygon", "coordinates": [[[30.975, -17.46], [30.981, -17.46], [30.981, -17.454], [30.975, -17.454],
                                        [30.975, -17.46]]]}}]}
made_zones = admin.run("ZonalStatistics", zones=json.dumps(ZONE), raster=job)
areas = read(next(o["href"] for o in made_zones["outputs"].values()))
assert b"maize" in areas or b"soya" in areas, areas[:400]
features = INPUT % ("zones_features", 'ComplexData mimeType="application/json"', "<![CDATA[" + json.dumps(ZONE) + "]]>", "ComplexData")
status, _, body = admin.wps(WPS % ("ZonalStatistics", features + INPUT % ("raster", "LiteralData", job, "LiteralData"), "", "result"))
assert status == 200 and body.startswith(b"{"), body[:600]
# GeoServer answers with the first output, whichever is asked for raw.
assert json.loads(body)["features"][0]["properties"] == json.loads(areas)["features"][0]["properties"]
composite = admin.run("SeasonComposite", aoi=f"{LON},{LAT},300", year=2022)
assert len(composite["layers"]) == 5, composite["layers"]
smooth = admin.run("RefineMap", map=job)
plan = admin.run("PlanSamples", map=job, samples=40)
for other in (made_zones, composite, smooth, plan):
    admin.run("RemoveResult", result=other["job"])
buffer = {"inputs": {"geom": {"value": "POINT(0 0)", "mediaType": "application/wkt"}, "distance": 1}}
status, _, body = admin.call(admin.processes + "/processes/JTS:buffer/execution", json.dumps(buffer).encode(),
                             {"Content-Type": "application/json"})
assert status == 200 and b"POLYGON" in body.upper(), (status, body[:300])
print("ok ZonalStatistics, SeasonComposite, RefineMap, PlanSamples, and GeoServer's own processes")

# The page of administrators, where GeoServer has its web interface.
def visitor():
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor())


def has_web():
    try:
        return visitor().open(geoserver + "/web/").status == 200
    except urllib.error.HTTPError:
        return False


PAGE = geoserver + "/web/wicket/bookmarkable/org.geocrop.geoserver.catalog.GeocropPage"
if has_web():
    assert job not in visitor().open(PAGE).read().decode(), "the page is shown to who has not signed in"
    name, password = admin.name.split(":")
    signed_in = urllib.parse.urlencode({"username": name, "password": password}).encode()
    page, attempts = "", 0
    # GeoServer changes the session when someone signs in, and not every client is quick enough for it.
    while "Running. " not in page and attempts < 10:
        web, attempts = visitor(), attempts + 1
        web.open(geoserver + "/j_spring_security_check", signed_in).read()
        page = web.open(PAGE).read().decode()
    assert "Running. " in page and "zimbabwe-sample@1" in page, page
    assert job in page, (job, page)
    assert "GeoCrop" in web.open(geoserver + "/web/").read().decode(), "the menu does not have the page"
    print("ok page of administrators")

# Few layers, small capabilities, quick maps.
times = {}
for crs, place in (("EPSG:32736", (box[0], box[1], box[0] + 1500, box[1] + 1500)), ("EPSG:3857", mercator)):
    took = []
    for _ in range(25):
        began = time.perf_counter()
        admin.wms(layer, place, (512, 512), crs=crs)
        took.append(1000 * (time.perf_counter() - began))
    times[crs] = round(statistics.median(took[5:]), 1)
wmts = nobody.get("/gwc/service/wmts?REQUEST=GetCapabilities")[2]
print("ok GetMap 512 x 512, median ms:", times, "capabilities KB: WMS", len(capabilities) // 1024, "WMTS", len(wmts) // 1024)
admin.run("RemoveResult", result=job)
assert job not in admin.results() and admin.drawn(layer, box, size, DIM_JOB=job) == 0
print("done")
