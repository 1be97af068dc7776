"""GDAL's WMS, WMTS and OGCAPI drivers read the layer of four coloured quarters. Usage: gdal_drivers.py URL FOLDER"""

import sys

import numpy as np
from osgeo import gdal

gdal.UseExceptions()
url, folder = sys.argv[1:]
gdal.SetConfigOption("GDAL_DEFAULT_WMS_CACHE_PATH", f"{folder}/gdal-cache")
COLORS = {(0.25, 0.25): (255, 0, 0), (0.75, 0.25): (0, 255, 0), (0.25, 0.75): (0, 0, 255), (0.75, 0.75): (255, 255, 0)}


def check(name, source, options=(), window=None):
    dataset = gdal.OpenEx(source, open_options=list(options))
    assert dataset is not None, name
    geo = dataset.GetGeoTransform()
    if window:
        west, south, east, north = window
        x0 = round((west - geo[0]) / geo[1])
        y0 = round((north - geo[3]) / geo[5])
        width, height = round((east - west) / geo[1]), round((south - north) / geo[5])
    else:
        x0 = y0 = 0
        width, height = dataset.RasterXSize, dataset.RasterYSize
    pixels = dataset.ReadAsArray(x0, y0, width, height, buf_xsize=128, buf_ysize=128)
    for (x, y), color in COLORS.items():
        got = tuple(int(v) for v in pixels[:3, int(128 * y), int(128 * x)])
        assert got == color, (name, x, y, got)
    picture = gdal.GetDriverByName("MEM").Create("", 128, 128, 3)
    for band in range(3):
        picture.GetRasterBand(band + 1).WriteArray(pixels[band])
    gdal.GetDriverByName("PNG").CreateCopy(f"{folder}/gdal-{name}.png", picture)
    print("ok", name)


check(
    "wms-1.3.0",
    f"WMS:{url}/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=quarters&STYLES=&CRS=EPSG:4326"
    "&FORMAT=image/png&BBOX=-18,30,-16,32&BBOXORDER=yxYX",
)
check(
    "wms-1.1.1",
    f"WMS:{url}/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetMap&LAYERS=quarters&STYLES=&SRS=EPSG:4326"
    "&FORMAT=image/png&BBOX=30,-18,32,-16",
)
check(
    "wmts",
    f"WMTS:{url}/wmts/1.0.0/WMTSCapabilities.xml,layer=quarters,tilematrixset=WorldCRS84Quad",
    window=(30, -18, 32, -16),
)
subdatasets = gdal.Open(f"WMS:{url}/wms?SERVICE=WMS").GetSubDatasets()
assert any("LAYERS=quarters" in name for name, _ in subdatasets), subdatasets
print("ok", "subdatasets", len(subdatasets))
check("ogcapi-map", f"OGCAPI:{url}/collections/quarters", ["API=MAP"])
# Not by API=TILES: GDAL 3.6 applies the limits of tile matrices to the extent of a level, but not to its count of rows,
# and reads every layer smaller than its tile matrix at the wrong place.
check(
    "xyz",
    "<GDAL_WMS><Service name=\"TMS\"><ServerUrl>" + url + "/xyz/quarters/${z}/${x}/${y}.png</ServerUrl></Service>"
    "<DataWindow><UpperLeftX>-20037508.34</UpperLeftX><UpperLeftY>20037508.34</UpperLeftY>"
    "<LowerRightX>20037508.34</LowerRightX><LowerRightY>-20037508.34</LowerRightY><TileLevel>10</TileLevel>"
    "<TileCountX>1</TileCountX><TileCountY>1</TileCountY><YOrigin>top</YOrigin></DataWindow>"
    "<Projection>EPSG:3857</Projection><BlockSizeX>256</BlockSizeX><BlockSizeY>256</BlockSizeY>"
    "<BandsCount>4</BandsCount></GDAL_WMS>",
    window=(3339585, -2037549, 3562224, -1804722),
)
