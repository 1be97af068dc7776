"""A GeoServer with the plugin that has very many results: sizes of capabilities, times of maps.

usage: geoserver_many.py GEOSERVER FOLDER NUMBER
FOLDER is where the store has the objects of the bucket geocrop-results as files. One result is made, and copied there, all in the
same place: the hardest case for the newest of all. The copies are removed at the end.
"""

import datetime
import json
import os
import shutil
import statistics
import sys
import time

from geoserver_client import User, start_empty

geoserver, folder, number = sys.argv[1], os.path.join(sys.argv[2], "results"), int(sys.argv[3])
LON, LAT = 30.978, -17.457
admin = User(geoserver, os.environ.get("GEOSERVER_USER", "admin:geoserver"))
nobody = User(geoserver)
start_empty(admin)
made = admin.run("ClassifyCrops", aoi=f"{LON},{LAT},900", year=2022, sharing="public")["job"]
source = os.path.join(folder, made)
now = datetime.datetime.now(datetime.timezone.utc)
names = [f"20200101-000000-{i:08x}" for i in range(1, number)]


def put(name, age):
    target = os.path.join(folder, name)
    shutil.copytree(source, target)
    for file, change in (("item.json", lambda item: item.replace(made, name)), ("geoserver.json", lambda note: json.dumps(
            {**json.loads(note), "execution": "", "created": (now - datetime.timedelta(minutes=age)).isoformat().replace("+00:00", "Z")}))):
        path = os.path.join(target, file)
        with open(path) as old:
            text = change(old.read())
        with open(path, "r+") as new:
            new.truncate()
            new.write(text)


try:
    for i, name in enumerate(names):
        put(name, i + 1)
    deadline = time.time() + 300
    while len(admin.json("/rest/geocrop/results")) < number:
        assert time.time() < deadline, "the results do not appear"
        time.sleep(2)
    layers = [layer for layer in admin.layers() if layer.startswith("crop_type")]
    for what, path in (("WMS capabilities", "/wms?service=WMS&version=1.3.0&request=GetCapabilities"),
                       ("WMTS capabilities", "/gwc/service/wmts?REQUEST=GetCapabilities"),
                       ("WCS capabilities", "/wcs?service=WCS&version=2.0.1&request=GetCapabilities")):
        took = []
        for _ in range(6):
            began = time.perf_counter()
            status, _, body = nobody.get(path)
            took.append(1000 * (time.perf_counter() - began))
            assert status == 200
        print(f"{what}: {len(body) / 1e6:.2f} MB, {statistics.median(took[1:]):.0f} ms")
        assert len(body) < 1e6, what
    for crs, box in (("EPSG:32736", (709500, 8068000, 711500, 8070000)), ("EPSG:3857", (3447500, -1976100, 3449500, -1974100))):
        took = []
        for _ in range(16):
            began = time.perf_counter()
            nobody.wms("geocrop:" + layers[0], box, (512, 512), crs=crs)
            took.append(1000 * (time.perf_counter() - began))
        print(f"latest of {number}, {crs}: first {took[0]:.0f} ms, median {statistics.median(took[5:]):.0f} ms")
        assert statistics.median(took[5:]) < 150, took
    print("done")
finally:
    for name in names:
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
