"""From labels in a layer to areas by wards, inside GeoServer with the plugin and the libraries of training.

usage: geoserver_training.py GEOSERVER
Labels and wards become layers of GeoServer; the model, its map, its accuracy and its areas are made by WPS from those layers;
a coverage is an input, too. GeoServer's administrator is GEOSERVER_USER (admin:geoserver unless it says otherwise).
"""

import base64
import io
import json
import os
import sys
import tempfile
import time
import zipfile

import numpy as np
from osgeo import gdal, ogr, osr

from geoserver_client import User, read, start_empty

[geoserver] = sys.argv[1:]
LON, LAT = 30.978, -17.457
admin = User(geoserver, os.environ.get("GEOSERVER_USER", "admin:geoserver"))
start_empty(admin)

# Labels: what the sample model says at some hundred places, as if people had been there.
truth = admin.run("ClassifyCrops", aoi=f"{LON},{LAT},1200", year=2022)
gdal.FileFromMemBuffer("/vsimem/truth.tif", read(truth["outputs"]["crop_type"]["href"]))
raster = gdal.Open("/vsimem/truth.tif")
values, geo = raster.ReadAsArray(), raster.GetGeoTransform()
legend = json.loads(admin.get("/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetLegendGraphic&FORMAT=application/json&LAYER="
                              + next(name for name in truth["layers"] if "crop_type" in name))[2])
names = {int(entry["quantity"]): entry["label"]
         for rule in legend["Legend"][0]["rules"] for entry in rule["symbolizers"][0]["Raster"]["colormap"]["entries"]}
utm, degrees = osr.SpatialReference(raster.GetProjection()), osr.SpatialReference()
degrees.ImportFromEPSG(4326)
for reference in (utm, degrees):
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
to_degrees = osr.CoordinateTransformation(utm, degrees)
random = np.random.default_rng(5)
points = []
for value in np.unique(values[values > 0]):
    rows, cols = np.nonzero(values == value)
    for i in random.choice(len(rows), min(90, len(rows)), replace=False):
        x, y, _ = to_degrees.TransformPoint(geo[0] + (cols[i] + 0.5) * 10, geo[3] - (rows[i] + 0.5) * 10)
        points.append((f"POINT({x} {y})", names[int(value)]))
wards = [(f"POLYGON(({w} {s},{e} {s},{e} {n},{w} {n},{w} {s}))", name) for name, w, s, e, n in (
    ("west", 30.970, -17.464, 30.978, -17.450), ("east", 30.978, -17.464, 30.986, -17.450))]


def layer(name, kind, field, rows):
    """A layer of GeoServer from rows of geometry and text."""
    with tempfile.TemporaryDirectory() as folder:
        source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(folder)
        table = source.CreateLayer(name, degrees, kind)
        table.CreateField(ogr.FieldDefn(field, ogr.OFTString))
        for shape, text in rows:
            feature = ogr.Feature(table.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
            feature.SetField(field, text)
            table.CreateFeature(feature)
        del table, source
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as zipped:
            for file in os.listdir(folder):
                zipped.write(os.path.join(folder, file), file)
    status, _, body = admin.call(f"{geoserver}/rest/workspaces/survey/datastores/{name}/file.shp?update=overwrite",
                                 packed.getvalue(), {"Content-Type": "application/zip"}, "PUT")
    assert status == 201, (status, body[:300])


status, _, body = admin.call(geoserver + "/rest/workspaces", b'{"workspace":{"name":"survey"}}', {"Content-Type": "application/json"}, "POST")
assert status in (201, 409) or b"already exists" in body, (status, body[:200])
layer("labels", ogr.wkbPoint, "class", points)
layer("wards", ogr.wkbPolygon, "name", wards)

HEAD = ('<wps:Execute version="1.0.0" service="WPS" xmlns:wps="http://www.opengis.net/wps/1.0.0" xmlns:ows="http://www.opengis.net/'
        'ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:wfs="http://www.opengis.net/wfs" '
        'xmlns:wcs="http://www.opengis.net/wcs/1.1.1" xmlns:gml="http://www.opengis.net/gml"><ows:Identifier>geocrop:%s'
        '</ows:Identifier><wps:DataInputs>%s</wps:DataInputs><wps:ResponseForm><wps:ResponseDocument><wps:Output>'
        '<ows:Identifier>result</ows:Identifier></wps:Output></wps:ResponseDocument></wps:ResponseForm></wps:Execute>')


def given(name, data):
    return f"<wps:Input><ows:Identifier>{name}</ows:Identifier>{data}</wps:Input>"


def literal(value):
    return f"<wps:Data><wps:LiteralData>{value}</wps:LiteralData></wps:Data>"


def features(name):
    """All features of a layer, which GeoServer asks itself for by WFS."""
    return ('<wps:Reference mimeType="text/xml" xlink:href="http://geoserver/wfs" method="POST"><wps:Body><wfs:GetFeature '
            f'service="WFS" version="1.0.0" outputFormat="GML2"><wfs:Query typeName="survey:{name}"/></wfs:GetFeature>'
            '</wps:Body></wps:Reference>')


def wps(process, **inputs):
    status, _, body = admin.wps(HEAD % (process, "".join(given(name, data) for name, data in inputs.items())))
    text = body.decode()
    assert status == 200 and "ExceptionReport" not in text, (process, text[:900])
    start, end = text.index("{"), text.rindex("}") + 1
    return json.loads(text[start:end].replace("&quot;", '"').replace("&amp;", "&"))


def output(made, name):
    return json.loads(read(made["outputs"][name]["href"]))


version = f"t{int(time.time())}"
trained = wps("TrainModel", samples_features=features("labels"), name=literal("survey"), version=literal(version),
              year=literal(2022), search_seconds=literal(0), folds=literal(2))
card = output(trained, "card")
assert output(trained, "model")["version"] == version, output(trained, "model")
print("ok  train-model by the features of a layer:", len(points), "labels, survey@" + version)
mapped = wps("ClassifyCrops", aoi=literal(f"{LON},{LAT},1200"), year=literal(2022), model=literal("survey@" + version))
shown = next(name for name in mapped["layers"] if "crop_type" in name)
assert shown == f"geocrop:crop_type_survey_{version}", shown
assert admin.drawn(shown, (30.97, -17.465, 30.985, -17.45), (200, 200), crs="EPSG:4326") > 10_000
print("ok  its map is the layer", shown)
accuracy = output(wps("AssessAccuracy", map=literal(mapped["job"]), samples_features=features("labels")), "assessment")
assert accuracy["overall_accuracy"]["value"] > 0.5, accuracy["overall_accuracy"]
print("ok  accuracy by the features of a layer:", accuracy["overall_accuracy"])
areas = output(wps("ZonalStatistics", raster=literal(mapped["job"]), zones_features=features("wards")), "statistics")
found = {feature["properties"]["name"]: feature["properties"]["hectares"] for feature in areas["features"]}
assert set(found) == {"west", "east"} and all(80 < hectares < 200 for hectares in found.values()), found
print("ok  areas by the wards of a layer:", found)

# A coverage as an input: in the request, and of a layer by WCS.
whole = output(wps("ZonalStatistics", raster=literal(truth["job"]), zones_features=features("wards")), "statistics")
inline = ('<wps:Data><wps:ComplexData mimeType="image/tiff" encoding="base64">'
          + base64.b64encode(read(truth["outputs"]["crop_type"]["href"])).decode() + "</wps:ComplexData></wps:Data>")
status, _, body = admin.call(geoserver + "/rest/workspaces/survey/coveragestores/truth/file.geotiff?coverageName=truth",
                             read(truth["outputs"]["crop_type"]["href"]), {"Content-Type": "image/tiff"}, "PUT")
assert status == 201, (status, body[:300])
x0, y0, x1, y1 = geo[0], geo[3] - raster.RasterYSize * 10, geo[0] + raster.RasterXSize * 10, geo[3]
layered = ('<wps:Reference mimeType="image/tiff" xlink:href="http://geoserver/wcs" method="POST"><wps:Body><wcs:GetCoverage '
           'service="WCS" version="1.1.1"><ows:Identifier>survey:truth</ows:Identifier><wcs:DomainSubset><ows:BoundingBox '
           f'crs="http://www.opengis.net/gml/srs/epsg.xml#32736"><ows:LowerCorner>{x0} {y0}</ows:LowerCorner><ows:UpperCorner>'
           f'{x1} {y1}</ows:UpperCorner></ows:BoundingBox></wcs:DomainSubset><wcs:Output format="image/tiff"/>'
           '</wcs:GetCoverage></wps:Body></wps:Reference>')


def hectares(statistics):
    return {feature["properties"]["name"]: {entry["value"]: round(entry["hectares"], 6) for entry in feature["properties"]["classes"]}
            for feature in statistics["features"]}


for what, data in (("in the request", inline), ("of a layer by WCS", layered)):
    again = output(wps("ZonalStatistics", raster_coverage=data, zones_features=features("wards")), "statistics")
    assert hectares(again) == hectares(whole), (what, hectares(again), hectares(whole))
    print("ok  a coverage", what, "as input: the same hectares of each class")
print("done")
