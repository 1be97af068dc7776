"""What `geocrop bench` did with COGs, done by GDAL with the same options: prints CPU seconds as JSON.

Argument: the report of `geocrop bench`, which names the files and the windows.
"""

import json
import os
import sys
import time

import numpy
from osgeo import gdal

gdal.UseExceptions()
SIZE = 8192
WINDOW = 256
CACHE_BYTES = 16 << 20


def write(raw, path):
    pixels = numpy.fromfile(raw, dtype=numpy.uint8).reshape(SIZE, SIZE)
    memory = gdal.GetDriverByName("MEM").Create("", SIZE, SIZE, 1, gdal.GDT_Byte)
    memory.SetGeoTransform((284000, 10, 0, 8070000, 0, -10))
    band = memory.GetRasterBand(1)
    band.WriteArray(pixels)
    band.SetNoDataValue(0)
    begin = time.process_time()
    options = ["BLOCKSIZE=512", "COMPRESS=DEFLATE", "LEVEL=6", "OVERVIEW_RESAMPLING=MODE"]
    gdal.GetDriverByName("COG").CreateCopy(path, memory, options=options)
    return time.process_time() - begin


def read(path, windows):
    gdal.SetCacheMax(CACHE_BYTES)
    dataset = gdal.Open(path)
    band = dataset.GetRasterBand(1)
    begin = time.process_time()
    for col, row in windows:
        band.ReadAsArray(col, row, WINDOW, WINDOW)
    return (time.process_time() - begin) / len(windows) * 1000


def main():
    report = json.load(open(sys.argv[1]))
    path = report["cog_raw"].replace(".raw", "-gdal.tif")
    result = {"cog_write_cpu_seconds": write(report["cog_raw"], path), "cog_write_bytes": os.path.getsize(path)}
    for method in ("DEFLATE", "ZSTD"):
        read(report["read_" + method], report["windows"][:50])
        result[f"read_{method}_cpu_ms"] = read(report["read_" + method], report["windows"])
    print(json.dumps(result))


main()
