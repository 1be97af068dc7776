"""A GeoServer, as users of it see it: requests of one user, and what comes back."""

import atexit
import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request

import numpy as np
from osgeo import gdal

gdal.UseExceptions()


def read(url):
    """Without credentials, as signed links want it."""
    return urllib.request.urlopen(url, timeout=60).read()


def pixels(data, path=None):
    """Bands of a picture, with a palette's colours in place of its indices."""
    gdal.FileFromMemBuffer("/vsimem/picture", data)
    picture = gdal.Open("/vsimem/picture")
    array = picture.ReadAsArray()
    table = picture.GetRasterBand(1).GetColorTable()
    if table is not None:
        colors = np.array([table.GetColorEntry(i) for i in range(table.GetCount())])
        array = np.moveaxis(colors[array], 2, 0)
    if path:
        open(path, "wb").write(data)
    return array


def numbers(tiff):
    """How many pixels of a raster have data."""
    return int(np.isfinite(pixels(tiff)).sum())


def require_empty(admin):
    """A script has a GeoServer of its own."""
    there = admin.json("/rest/geocrop/results")
    assert not there, f"there are {len(there)} results here: this wants a GeoServer, and a store, of its own"


def start_empty(admin):
    """Sees to it that there are no results but those that a script makes, and that none of these stay."""
    require_empty(admin)

    def clear():
        for result in admin.json("/rest/geocrop/results"):
            admin.call(f"{admin.geoserver}/rest/geocrop/results/{result['name']}", method="DELETE")

    atexit.register(clear)


class User:
    """One who talks to a server; without a name, one who has not signed in."""

    def __init__(self, geoserver, name=None):
        self.geoserver = geoserver
        self.processes = geoserver + "/ogc/processes/v1"
        self.name = name

    def call(self, url, body=None, headers=None, method=None):
        request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
        if self.name:
            request.add_header("Authorization", "Basic " + base64.b64encode(self.name.encode()).decode())
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as fault:
            return fault.code, dict(fault.headers), fault.read()

    def get(self, path):
        return self.call(self.geoserver + path)

    def json(self, path):
        status, _, body = self.get(path)
        assert status == 200, (path, status, body[:300])
        return json.loads(body)

    def execute(self, process, inputs, prefer=None):
        body = {"inputs": inputs, "outputs": {"result": {"transmissionMode": "value"}}, "response": "document"}
        headers = {"Content-Type": "application/json"}
        if prefer:
            headers["Prefer"] = prefer
        return self.call(f"{self.processes}/processes/geocrop:{process}/execution", json.dumps(body).encode(), headers)

    def run(self, process, **inputs):
        status, _, body = self.execute(process, inputs)
        assert status == 200, (process, inputs, status, body[:500])
        return json.loads(json.loads(body)["result"])

    def start(self, process, **inputs):
        """Address of an asynchronous execution."""
        status, headers, body = self.execute(process, inputs, "respond-async")
        assert status == 201, (status, body[:300])
        return headers["Location"]

    def wait(self, place):
        deadline = time.time() + 300
        while time.time() < deadline:
            status, _, body = self.call(place)
            assert status == 200, (place, status, body[:300])
            state = json.loads(body)["status"]
            if state not in ("accepted", "running"):
                return state
            time.sleep(0.3)
        raise AssertionError(place + " does not end")

    def wps(self, body):
        return self.call(self.geoserver + "/wps", body.encode(), {"Content-Type": "text/xml"})

    def map(self, layer, box, size, crs="EPSG:32736", **more):
        """Status, headers and body of a map request, or of another one about the same box."""
        query = {"SERVICE": "WMS", "VERSION": "1.1.1", "REQUEST": "GetMap", "LAYERS": layer, "STYLES": "", "SRS": crs,
                 "BBOX": ",".join(map(str, box)), "WIDTH": size[0], "HEIGHT": size[1], "FORMAT": "image/png",
                 "TRANSPARENT": "true", **more}
        return self.call(self.geoserver + "/wms?" + urllib.parse.urlencode(query))

    def wms(self, layer, box, size, **more):
        status, headers, body = self.map(layer, box, size, **more)
        wanted = "app" if "INFO_FORMAT" in more else "image/"
        assert status == 200 and headers["Content-Type"].startswith(wanted), (status, body[:500])
        return body

    def drawn(self, layer, box, size, **more):
        """How many pixels of a map are not transparent: none of a result that there is not, or not for this user."""
        status, headers, body = self.map(layer, box, size, **more)
        if b'code="InvalidDimensionValue"' in body:
            return 0
        assert status == 200 and headers["Content-Type"].startswith("image/"), (status, body[:500])
        return int((pixels(body)[3] > 0).sum())

    def layers(self):
        names = self.json("/rest/workspaces/geocrop/layers.json")["layers"]
        return {layer["name"] for layer in names["layer"]} if names else set()

    def results(self):
        return {result["name"] for result in self.run("ListResults")}

    @staticmethod
    def status(link):
        """What a signed link answers to someone without credentials."""
        return User("").call(link)[0]
