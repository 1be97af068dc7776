"""OWSLib reads both versions of WMS, and WMTS. Usage: owslib_client.py URL JOB LON LAT FOLDER"""

import sys

from owslib.wms import WebMapService
from owslib.wmts import WebMapTileService

url, job, lon, lat, folder = sys.argv[1:]
lon, lat = float(lon), float(lat)

for version in ("1.1.1", "1.3.0"):
    wms = WebMapService(url + "/wms", version=version)
    layer = wms[job]
    assert layer.timepositions == ["2022-09-01"], layer.timepositions
    assert "EPSG:32736" in layer.crsOptions, layer.crsOptions
    west, south, east, north = layer.boundingBoxWGS84
    assert west < lon < east and south < lat < north
    bbox = (lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001)
    if version == "1.3.0":
        crs = "CRS:84"
    else:
        crs = "EPSG:4326"
    image = wms.getmap(layers=[job], styles=[""], srs=crs, bbox=bbox, size=(64, 64), format="image/png",
                       transparent=True, time="2022-09-01")
    data = image.read()
    assert data.startswith(b"\x89PNG"), data[:200]
    open(f"{folder}/owslib-{version}.png", "wb").write(data)
    info = wms.getfeatureinfo(layers=[job], query_layers=[job], styles=[""], srs=crs, bbox=bbox, size=(64, 64),
                              xy=(32, 32), info_format="text/plain")
    text = info.read().decode()
    assert "class = " in text and "confidence = " in text, text
    print("ok wms", version)

wmts = WebMapTileService(url + "/wmts")
layer = wmts[job]
links = layer.tilematrixsetlinks["WebMercatorQuad"]
limits = links.tilematrixlimits["14"]
tile = wmts.gettile(layer=job, tilematrixset="WebMercatorQuad", tilematrix="14", row=limits.mintilerow,
                    column=limits.mintilecol, format="image/png", style="crop_type")
data = tile.read()
assert data.startswith(b"\x89PNG"), data[:200]
open(f"{folder}/owslib-wmts.png", "wb").write(data)
assert "crop_type" in layer.styles and layer.styles["crop_type"]["isDefault"]
print("ok wmts")
