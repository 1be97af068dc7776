"""GeoServer with the plugin while its store is away, at the start, in the middle and while it draws, and killed in a job.

usage: geoserver_outages.py GEOSERVER PORT STORE COMMAND...
  such as http://localhost:8085/geoserver 9009 localhost:9000 bin/startup.sh
COMMAND runs GeoServer in the foreground; it is started and killed here, and none runs before. Its settings name the store as
s3.endpoint=http://localhost:PORT: connections to PORT go on to STORE as long as the store is there. GeoServer's administrator
is GEOSERVER_USER (admin:geoserver unless it says otherwise).
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time

from geoserver_client import User, require_empty

geoserver, port, store, *command = sys.argv[1:]
LON, LAT = 30.978, -17.457
admin = User(geoserver, os.environ.get("GEOSERVER_USER", "admin:geoserver"))


class Wire:
    """Connections to a port of this machine go on to another address, as long as it is whole."""

    def __init__(self, own, other):
        self.own, self.other = own, other
        self.listener, self.open = None, []

    def mend(self):
        listener = socket.create_server(("127.0.0.1", self.own))
        self.listener = listener
        threading.Thread(target=self.accept, args=(listener,), daemon=True).start()

    def accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
                far = socket.create_connection(self.other)
            except OSError:
                return
            self.open += [near, far]
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self.copy, args=(source, target), daemon=True).start()

    @staticmethod
    def copy(source, target):
        try:
            while data := source.recv(1 << 16):
                target.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def cut(self):
        for end in (self.listener, *self.open):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
        self.open = []


def until(what, holds, seconds):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.5)


def answers():
    try:
        return admin.get("/rest/geocrop/status")[0] == 200
    except OSError:
        return False


def state():
    return admin.json("/rest/geocrop/status")


def start():
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until("GeoServer answers", answers, 240)
    return process


def finds():
    return any(p["id"].startswith("geocrop:") for p in admin.json("/ogc/processes/v1/processes?f=json&limit=1000")["processes"])


def capabilities():
    return admin.get("/wms?service=WMS&version=1.3.0&request=GetCapabilities")[0]


box, size = (30.97, -17.465, 30.985, -17.45), (300, 300)


def drawn(**more):
    return admin.drawn("geocrop:ndvi_peak", box, size, crs="EPSG:4326", **more)


small = {"aoi": f"{LON},{LAT},500", "year": 2022}
wire = Wire(int(port), (store.split(":")[0], int(store.split(":")[1])))
process = start()
try:
    # Away at the start: GeoServer is there, says what is missing, and the processes come when the store does.
    assert not state()["running"] and "The store is away" in state()["status"], state()
    assert capabilities() == 200 and not finds()
    wire.mend()
    until("the processes come with the store", lambda: state()["running"], 60)
    assert finds()
    require_empty(admin)
    print("ok  away at the start: GeoServer runs, its status says so, the processes come with the store")

    # Away in the middle: what was seen is drawn, processes are described, runs fail with the reason; then all is well.
    made = admin.run("SeasonComposite", sharing="public", **small)
    seen = drawn()
    assert seen > 1000
    wire.cut()
    assert drawn() == seen and capabilities() == 200
    assert admin.get("/ogc/processes/v1/processes/geocrop:ClassifyCrops?f=json")[0] == 200
    status, _, body = admin.execute("SeasonComposite", small)
    assert status >= 500 and b"store" in body.lower(), (status, body[:300])
    until("the status says that the store is away", lambda: "The store is away" in state()["status"], 150)
    wire.mend()
    assert drawn() == seen
    admin.run("RemoveResult", result=admin.run("SeasonComposite", **small)["job"])
    until("the status says that all is well", lambda: "away" not in state()["status"], 150)
    assert admin.results() == {made["job"]}
    print("ok  away in the middle: maps that were seen, descriptions and capabilities; runs fail with the reason; then all is well")

    # Away in a run: it fails with the reason, and leaves nothing.
    place = admin.start("SeasonComposite", **{**small, "aoi": f"{LON},{LAT},2500"})
    wire.cut()
    assert admin.wait(place) == "failed"
    wire.mend()
    assert admin.results() == {made["job"]}
    print("ok  away in a run: it has failed, and nothing of it is there")

    # Away while it draws what was not seen: the map says why, and is drawn when the store is back.
    process.send_signal(signal.SIGKILL)
    process.wait()
    process = start()
    until("the processes come", lambda: state()["running"], 60)
    wire.cut()
    status, headers, body = admin.map("geocrop:ndvi_peak", box, size, crs="EPSG:4326")
    assert not headers["Content-Type"].startswith("image/") and b"ServiceException" in body, (status, body[:300])
    wire.mend()
    until("the map is drawn again", lambda: drawn() == seen, 30)
    print("ok  away while it draws: the map says so, and is there with the store")

    # Killed in a job.
    place = admin.start("SeasonComposite", **{**small, "aoi": f"{LON},{LAT},2500"})
    process.send_signal(signal.SIGKILL)
    process.wait()
    process = start()
    until("the processes come", lambda: state()["running"], 60)
    assert admin.call(place)[0] == 404 and admin.results() == {made["job"]} and drawn() == seen
    again = admin.run("SeasonComposite", **{**small, "aoi": f"{LON},{LAT},2500"})
    assert drawn(DIM_JOB=again["job"]) > seen
    assert admin.json("/rest/geocrop/results/" + made["job"])["sharing"] == "public"
    for name in admin.results():
        admin.run("RemoveResult", result=name)
    print("ok  killed in a job: the run is gone, results stay and are drawn, the same can be run again")
    print("done")
finally:
    process.kill()
