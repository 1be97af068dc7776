"""Serves one COG as 256 px PNG tiles by GeoCrop, MapServer and TiTiler, the same tiles in the same random order, run by
turns, and prints tiles a second, CPU time a tile, latency and bytes; then cold, from an S3 server on loopback; then the layer
of the latest of 2,000 results beside that of one.

usage: bench_tiles.py JAR FOLDER S3_CLASSPATH [TITILER_PYTHON]
"""

import json
import math
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import numpy as np
from osgeo import gdal, osr

gdal.UseExceptions()

SIZE = 8192
EAST, NORTH, EPSG = 250_000, 8_100_000, 32736
CLASSES = 10
HALF_WORLD = 20037508.3427892
ZOOMS = range(10, 16)
CONNECTIONS = (1, 4, 8)
ROUNDS = int(os.environ.get("ROUNDS", 3))
WARM_UP = int(os.environ.get("WARM_UP", 45))
SECONDS = int(os.environ.get("SECONDS_A_RUN", 6))
COLD_TILES = 200
RESULTS = 2000
COLORS = [
    (0, 0, 0), (242, 209, 60), (140, 90, 43), (76, 175, 80), (201, 127, 181), (226, 112, 58),
    (159, 197, 232), (184, 171, 138), (168, 208, 141), (31, 107, 58), (43, 108, 176),
]
GDAL_SETTINGS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_CACHEMAX": "200",
    "GDAL_INGESTED_BYTES_AT_OPEN": "32768",
    "GDAL_HTTP_MERGE_CONSECUTIVE_RANGES": "YES",
    "GDAL_HTTP_MULTIPLEX": "YES",
    "GDAL_HTTP_VERSION": "2",
    "VSI_CACHE": "TRUE",
    "VSI_CACHE_SIZE": "5000000",
    "AWS_NO_SIGN_REQUEST": "YES",
    "AWS_HTTPS": "NO",
    "AWS_VIRTUAL_HOSTING": "FALSE",
    "AWS_REGION": "us-east-1",
}

jar, folder, s3_classpath = (os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3])
titiler = sys.argv[4] if len(sys.argv) > 4 else None
cog = os.path.join(folder, "fields.tif")


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def landscape():
    """Fields of some hectares, each of one class, with ragged edges and single pixels of other classes."""
    rng = np.random.default_rng(7)
    fields = rng.integers(1, CLASSES + 1, (SIZE // 16 + 2, SIZE // 24 + 2), dtype=np.uint8)
    rows = np.arange(SIZE)[:, None] + (6 * np.sin(np.arange(SIZE) / 37.0))[None, :]
    cols = np.arange(SIZE)[None, :] + (6 * np.sin(np.arange(SIZE) / 53.0))[:, None]
    classes = fields[(rows // 16).astype(np.int32) + 1, (cols // 24).astype(np.int32) + 1]
    noise = rng.random((SIZE, SIZE), dtype=np.float32) < 0.03
    classes[noise] = rng.integers(1, CLASSES + 1, int(noise.sum()), dtype=np.uint8)
    return classes


def make_cog():
    memory = gdal.GetDriverByName("MEM").Create("", SIZE, SIZE, 1, gdal.GDT_Byte)
    memory.SetGeoTransform((EAST, 10, 0, NORTH, 0, -10))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(EPSG)
    memory.SetProjection(crs.ExportToWkt())
    table = gdal.ColorTable()
    for value, color in enumerate(COLORS):
        table.SetColorEntry(value, (*color, 255))
    band = memory.GetRasterBand(1)
    band.SetColorTable(table)
    band.SetNoDataValue(0)
    band.WriteArray(landscape())
    gdal.GetDriverByName("COG").CreateCopy(
        cog, memory, options=["COMPRESS=DEFLATE", "BLOCKSIZE=512", "OVERVIEW_RESAMPLING=MODE", "NUM_THREADS=2"]
    )


def tiles():
    """All tiles of each zoom that lie within the raster, in random order."""
    source = osr.SpatialReference()
    source.ImportFromEPSG(EPSG)
    target = osr.SpatialReference()
    target.ImportFromEPSG(3857)
    to_mercator = osr.CoordinateTransformation(source, target)
    corners = [(EAST + 10 * SIZE * i, NORTH - 10 * SIZE * j) for i in (0, 1) for j in (0, 1)]
    xy = [to_mercator.TransformPoint(*c) for c in corners]
    x0, x1 = min(p[0] for p in xy), max(p[0] for p in xy)
    y0, y1 = min(p[1] for p in xy), max(p[1] for p in xy)
    found = []
    for z in ZOOMS:
        span = 2 * HALF_WORLD / 2**z
        inner = 0 if z < 12 else 1
        for x in range(math.floor((x0 + HALF_WORLD) / span) + inner, math.floor((x1 + HALF_WORLD) / span) + 1 - inner):
            for y in range(math.floor((HALF_WORLD - y1) / span) + inner, math.floor((HALF_WORLD - y0) / span) + 1 - inner):
                found.append((z, x, y))
    random.Random(7).shuffle(found)
    return found


def wait(url, process):
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=30).read()
            return
        except (OSError, urllib.error.URLError):
            if process.poll() is not None:
                sys.exit(f"{url} did not start")
            time.sleep(0.2)
    sys.exit(f"{url} does not answer")


def descendants(pid):
    pids = [pid]
    for line in subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True).stdout.splitlines()[1:]:
        child, parent = map(int, line.split())
        if parent in pids:
            pids.append(child)
    return pids


class Server:
    """A tile server as a process of its own."""

    def __init__(self, name, command, environment, tile, ready):
        self.name, self.command, self.environment = name, command, environment
        self.tile, self.ready = tile, ready
        self.process = None

    def start(self):
        log = open(os.path.join(folder, self.name + ".log"), "w")
        self.process = subprocess.Popen(
            self.command, env={**os.environ, **self.environment}, stdout=log, stderr=log, start_new_session=True
        )
        wait(self.ready, self.process)

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)

    def cpu(self):
        """Seconds of CPU that the process and its children have used."""
        ticks = 0
        for pid in descendants(self.process.pid):
            try:
                fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
            except OSError:
                continue
        return ticks / os.sysconf("SC_CLK_TCK")

    def lua(self, order):
        path = os.path.join(folder, self.name + ".lua")
        urls = [re.sub(r"^http://[^/]+", "", self.tile(*t)) for t in order]
        with open(path, "w") as f:
            f.write("local paths = {\n" + "".join(f'"{u}",\n' for u in urls) + "}\n")
            f.write("local at = 0\nrequest = function()\n  at = at % #paths + 1\n"
                    "  return wrk.format('GET', paths[at])\nend\n")
        return path

    def run(self, order, connections):
        host = re.match(r"http://[^/]+", self.tile(*order[0])).group(0)
        before = self.cpu()
        out = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--timeout", "20s", "--latency", "-s", self.lua(order), host],
            capture_output=True, text=True, check=True,
        ).stdout
        used = self.cpu() - before
        requests = int(re.search(r"(\d+) requests in", out).group(1))
        failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
        sockets = re.search(r"Socket errors: (.*)", out)
        if failed or sockets:
            sys.exit(f"{self.name} failed: {out}")

        def quantile(q):
            value, unit = re.search(rf"\s{q}%\s+([\d.]+)(us|ms|s)", out).groups()
            return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

        seconds = float(re.search(r"requests in ([\d.]+)s", out).group(1))
        return {"tiles": requests, "seconds": seconds, "cpu": used, "p50": quantile(50), "p99": quantile(99)}


def geocrop(source, extra=()):
    looks = os.path.join(folder, "looks")
    os.makedirs(looks, exist_ok=True)
    with open(os.path.join(looks, "layers.yaml"), "w") as f:
        f.write(f"layers:\n  - {{name: fields, source: '{source}', style: fields}}\n")
    with open(os.path.join(looks, "styles.yaml"), "w") as f:
        f.write("styles:\n  crop_type: {type: classes}\n  fields:\n    type: classes\n    classes:\n")
        for value, color in enumerate(COLORS[1:], 1):
            f.write(f"      - {{id: {value}, name: class {value}, color: '#{'%02x%02x%02x' % color}'}}\n")
    p = port()
    data = os.path.join(folder, "data")
    shutil.rmtree(data, ignore_errors=True)
    environment = {
        "GEOCROP_PORT": str(p), "GEOCROP_DATA": data, "GEOCROP_SAMPLE_SIZE": "128", "GEOCROP_TILER_CONFIG": looks,
    }
    return Server(
        "geocrop", ["java", "-Xmx1g", "-jar", jar, "serve", *extra], environment,
        lambda z, x, y: f"http://127.0.0.1:{p}/xyz/fields/{z}/{x}/{y}.png",
        f"http://127.0.0.1:{p}/xyz/fields/tilejson.json",
    )


def mapserver(source, environment):
    p = port()
    mapfile = os.path.join(folder, "fields.map")
    with open(mapfile, "w") as f:
        f.write(f"""MAP
  NAME fields
  EXTENT 3000000 -2200000 3600000 -1900000
  SIZE 256 256
  PROJECTION "init=epsg:3857" END
  IMAGETYPE tile
  OUTPUTFORMAT
    NAME tile
    DRIVER "AGG/PNG8"
    MIMETYPE "image/png"
    IMAGEMODE RGBA
    TRANSPARENT ON
    FORMATOPTION "PALETTE_FORCE=off"
    FORMATOPTION "QUANTIZE_FORCE=on"
    FORMATOPTION "QUANTIZE_COLORS=16"
  END
  LAYER
    NAME fields
    TYPE RASTER
    STATUS ON
    DATA "{source}"
    PROJECTION "init=epsg:{EPSG}" END
    PROCESSING "RESAMPLE=NEAREST"
    PROCESSING "CLOSE_CONNECTION=DEFER"
  END
END
""")
    conf = os.path.join(folder, "lighttpd.conf")
    with open(conf, "w") as f:
        f.write(f"""server.document-root = "{folder}"
server.bind = "127.0.0.1"
server.port = {p}
server.modules = ( "mod_fastcgi" )
fastcgi.server = ( "/mapserv" => (( "bin-path" => "{shutil.which('mapserv') or '/usr/lib/cgi-bin/mapserv'}",
  "socket" => "{folder}/mapserv.socket", "check-local" => "disable", "min-procs" => 2, "max-procs" => 2 )) )
""")
    # MapServer 8 reads map files of configured folders only.
    with open(os.path.join(folder, "mapserver.conf"), "w") as f:
        f.write("CONFIG\n ENV\n  MS_MAP_PATTERN \".\"\n END\n MAPS\n END\nEND\n")
    environment = {
        **GDAL_SETTINGS, **environment, "MS_MAPFILE": mapfile,
        "MAPSERVER_CONFIG_FILE": os.path.join(folder, "mapserver.conf"),
    }
    query = "map=" + mapfile + "&mode=tile&tilemode=gmap&layers=fields&tile="
    return Server(
        "mapserver", ["lighttpd", "-D", "-f", conf], environment,
        lambda z, x, y: f"http://127.0.0.1:{p}/mapserv?{query}{x}+{y}+{z}",
        f"http://127.0.0.1:{p}/mapserv?{query}0+0+0",
    )


def titiler_server(source, environment):
    p = port()
    return Server(
        "titiler",
        [titiler, "-m", "uvicorn", "titiler.application.main:app", "--port", str(p), "--workers", "2",
         "--log-level", "warning"],
        {**GDAL_SETTINGS, **environment},
        lambda z, x, y: f"http://127.0.0.1:{p}/cog/tiles/WebMercatorQuad/{z}/{x}/{y}.png?url={source}",
        f"http://127.0.0.1:{p}/healthz",
    )


def fetch(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read()


def exactness(server, order):
    """The share of pixels that equal the nearest neighbour by the exact transform, at zooms of the raster's own pixels."""
    classes = gdal.Open(cog).ReadAsArray()
    source = osr.SpatialReference()
    source.ImportFromEPSG(3857)
    target = osr.SpatialReference()
    target.ImportFromEPSG(EPSG)
    transform = osr.CoordinateTransformation(source, target)
    same = total = 0
    for z, x, y in [t for t in order if t[0] in (14, 15)][:20]:
        span = 2 * HALF_WORLD / 2**z
        i, j = np.meshgrid(np.arange(256) + 0.5, np.arange(256) + 0.5)
        px = -HALF_WORLD + (x + i / 256) * span
        py = HALF_WORLD - (y + j / 256) * span
        points = np.array(transform.TransformPoints(np.column_stack([px.ravel(), py.ravel()]).tolist()))
        col = np.floor((points[:, 0] - EAST) / 10).astype(int)
        row = np.floor((NORTH - points[:, 1]) / 10).astype(int)
        inside = (col >= 0) & (row >= 0) & (col < SIZE) & (row < SIZE)
        expected = np.zeros((col.size, 3), np.uint8)
        expected[inside] = np.array(COLORS, np.uint8)[classes[row[inside], col[inside]]]
        gdal.FileFromMemBuffer("/vsimem/t.png", fetch(server.tile(z, x, y)))
        png = gdal.Open("/vsimem/t.png")
        index = png.ReadAsArray()
        table = png.GetRasterBand(1).GetColorTable()
        colors = np.array([table.GetColorEntry(k) for k in range(table.GetCount())], np.uint8)[index].reshape(-1, 4)
        shown = np.where(colors[:, 3:] > 0, colors[:, :3], 0)
        same += int((shown == expected).all(axis=1).sum())
        total += col.size
    return same / total


def warm(servers, order):
    for server in servers:
        for t in order[:400]:
            fetch(server.tile(*t))


def compare(servers, order):
    for server in servers:
        server.start()
    try:
        # Java compiles what is used often; that takes a while on few cores.
        subprocess.run(["wrk", "-t1", "-c4", f"-d{WARM_UP}s", "-s", servers[0].lua(order),
                        re.match(r"http://[^/]+", servers[0].tile(*order[0])).group(0)], capture_output=True)
        warm(servers, order)
        print(f"pixels of zooms 14 and 15 equal to the exact nearest neighbour: {100 * exactness(servers[0], order):.3f} %")
        runs = {}
        for _ in range(ROUNDS):
            for connections in CONNECTIONS:
                for server in servers:
                    runs.setdefault((connections, server.name), []).append(server.run(order, connections))
        sizes = {s.name: sum(len(fetch(s.tile(*t))) for t in order[:200]) / 200 for s in servers}
    finally:
        for server in servers:
            server.stop()
    row = "{:<12}{:>6}{:>12}{:>14}{:>10}{:>10}{:>10}"
    print(row.format("", "conn.", "tiles/s", "CPU ms/tile", "p50 ms", "p99 ms", "bytes"))
    cost = {}
    for connections in CONNECTIONS:
        for server in servers:
            all_runs = runs[(connections, server.name)]
            count = sum(r["tiles"] for r in all_runs)
            ms = 1000 * sum(r["cpu"] for r in all_runs) / count
            cost[(connections, server.name)] = ms
            rate = count / sum(r["seconds"] for r in all_runs)
            p50 = sorted(r["p50"] for r in all_runs)[len(all_runs) // 2]
            p99 = sorted(r["p99"] for r in all_runs)[len(all_runs) // 2]
            print(row.format(server.name, connections, f"{rate:,.0f}", f"{ms:.2f}", f"{p50:.1f}", f"{p99:.1f}",
                             f"{sizes[server.name]:,.0f}"))
    for other in [s.name for s in servers[1:]]:
        ratios = [cost[(c, other)] / cost[(c, servers[0].name)] for c in CONNECTIONS]
        print(f"tiles a CPU second: {', '.join(f'{r:.1f}' for r in ratios)} times {other}'s")
    return cost


def cold(servers, order, what):
    """Each tile once, one after the other, by a server that has just started."""
    print(what)
    for server in servers:
        started = time.time()
        server.start()
        try:
            before, start = server.cpu(), time.time()
            fetch(server.tile(*order[0]))
            first = time.time() - started
            for t in order[1:COLD_TILES]:
                fetch(server.tile(*t))
            print(f"  {server.name:<12}{(time.time() - start) * 1000 / COLD_TILES:>8.1f} ms a tile,"
                  f"{1000 * (server.cpu() - before) / COLD_TILES:>8.1f} CPU ms over the first {COLD_TILES};"
                  f" start to first tile {first:.1f} s")
        finally:
            server.stop()


def latest():
    """CPU a tile of the newest of many results, beside that of one of them."""
    data = os.path.join(folder, "results")
    if not os.path.exists(os.path.join(data, "made")):
        shutil.rmtree(data, ignore_errors=True)
        subprocess.run(["java", "-Xmx1g", "-jar", jar, "bench-results", "--data", data, "--count", str(RESULTS)], check=True,
                       stdout=subprocess.DEVNULL)
        open(os.path.join(data, "made"), "w").close()
    kept = os.path.join(data, "store", "geocrop-results", "results")
    maps = {}
    for job in sorted(os.listdir(kept)):
        box = json.load(open(os.path.join(kept, job, "item.json")))["bbox"]
        if box[2] - box[0] < 0.03:
            maps[job] = box
    p = port()
    environment = {"GEOCROP_PORT": str(p), "GEOCROP_DATA": data, "GEOCROP_SAMPLE_SIZE": "128",
                   "GEOCROP_MOSAIC_RESULTS": str(RESULTS)}
    server = Server("geocrop", ["java", "-Xmx1g", "-jar", jar, "serve"], environment,
                    lambda name, z, x, y: f"http://127.0.0.1:{p}/xyz/{name}/{z}/{x}/{y}.png",
                    f"http://127.0.0.1:{p}/xyz/latest/tilejson.json")
    rng = random.Random(7)
    one = next(iter(maps))

    def inside(box, zoom=17):
        lon, lat = rng.uniform(box[0] + 0.002, box[2] - 0.002), rng.uniform(box[1] + 0.002, box[3] - 0.002)
        x = int((lon + 180) / 360 * 2**zoom)
        y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom)
        return zoom, x, y

    orders = {
        "one result": [(one, *inside(maps[one])) for _ in range(1000)],
        f"latest of {len(maps):,}": [("latest", *inside(box)) for box in rng.choices(list(maps.values()), k=1000)],
    }
    server.start()
    try:
        costs = {name: [] for name in orders}
        for order in orders.values():
            server.run(order, 4)
        for _ in range(ROUNDS):
            for name, order in orders.items():
                run = server.run(order, 4)
                costs[name].append((run["cpu"], run["tiles"]))
        means = []
        for name, runs in costs.items():
            means.append(1000 * sum(r[0] for r in runs) / sum(r[1] for r in runs))
            print(f"  {name:<18}{means[-1]:>8.2f} CPU ms a tile")
        print(f"  latest: {means[1] / means[0]:.2f} x")
    finally:
        server.stop()


def s3_server():
    p = port()
    store = os.path.join(folder, "s3")
    os.makedirs(os.path.join(store, "bench"), exist_ok=True)
    shutil.copyfile(cog, os.path.join(store, "bench", "fields.tif"))
    properties = os.path.join(folder, "s3proxy.conf")
    with open(properties, "w") as f:
        f.write(f"""s3proxy.authorization=none
s3proxy.endpoint=http://127.0.0.1:{p}
jclouds.provider=filesystem-nio2
jclouds.identity=x
jclouds.credential=x
jclouds.filesystem.basedir={store}
""")
    log = open(os.path.join(folder, "s3.log"), "w")
    process = subprocess.Popen(["java", "-cp", s3_classpath, "org.gaul.s3proxy.Main", "--properties", properties],
                               stdout=log, stderr=log)
    wait(f"http://127.0.0.1:{p}/bench/fields.tif", process)
    return p, process


def main():
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(cog):
        make_cog()
    order = tiles()
    print(f"{len(order)} tiles of zooms {ZOOMS[0]} to {ZOOMS[-1]}; {ROUNDS} runs of {SECONDS} s by turns, after {WARM_UP} s of warm-up")
    servers = [geocrop("file://" + cog), mapserver(cog, {})]
    if titiler:
        servers.append(titiler_server("file://" + cog, {}))
    compare(servers, order)
    p, process = s3_server()
    try:
        endpoint = {"AWS_S3_ENDPOINT": f"127.0.0.1:{p}"}
        far = [
            geocrop("s3://bench/fields.tif", [f"--geocrop.buckets.bench=http://127.0.0.1:{p}/bench"]),
            mapserver("/vsis3/bench/fields.tif", endpoint),
        ]
        if titiler:
            far.append(titiler_server("s3://bench/fields.tif", endpoint))
        cold(far, order, "cold, from an S3 server on loopback")
    finally:
        process.terminate()
    print("the layer of the newest results, at zoom 17")
    latest()


main()
