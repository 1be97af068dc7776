"""Who may run, list, read, draw, share, dismiss and remove what in a running GeoServer with the plugin as installed.

usage: geoserver_rights.py GEOSERVER
GeoServer's administrator is GEOSERVER_USER (admin:geoserver unless it says otherwise); two analysts are made.
"""

import json
import os
import sys

from geoserver_client import User, read

[geoserver] = sys.argv[1:]
LON, LAT = 30.978, -17.457
admin = User(geoserver, os.environ.get("GEOSERVER_USER", "admin:geoserver"))
anna, ben, nobody = (User(geoserver, name) for name in ("anna:geocrop-Anna1", "ben:geocrop-Ben1", None))
for user in (anna, ben):
    name, password = user.name.split(":")
    body = {"user": {"userName": name, "password": password, "enabled": True}}
    status, _, answer = admin.call(geoserver + "/rest/security/usergroup/users", json.dumps(body).encode(),
                                   {"Content-Type": "application/json"}, "POST")
    assert status in (201, 404) or b"already" in answer, (status, answer[:300])

# Nobody finds a process, and is asked to sign in by name.
for user, finds in ((nobody, False), (anna, True), (admin, True)):
    names = [p["id"] for p in user.json("/ogc/processes/v1/processes?f=json&limit=1000")["processes"]]
    assert any(n.startswith("geocrop:") for n in names) == finds, (user.name, names)
    assert any(n.startswith("gs:") for n in names)
    status, _, body = user.get("/ows?service=WPS&version=1.0.0&request=GetCapabilities")
    assert status == 200 and (b"geocrop:ClassifyCrops" in body) == finds, (user.name, status)
    status, _, _ = user.get("/ogc/processes/v1/processes/geocrop:ClassifyCrops?f=json")
    assert status == (200 if finds else 401), (user.name, status)
EXECUTE = """<wps:Execute version="1.0.0" service="WPS" xmlns:wps="http://www.opengis.net/wps/1.0.0"
 xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Identifier>geocrop:ListResults</ows:Identifier><wps:DataInputs/>
 <wps:ResponseForm><wps:RawDataOutput><ows:Identifier>result</ows:Identifier></wps:RawDataOutput></wps:ResponseForm>
 </wps:Execute>"""
small = {"aoi": f"{LON},{LAT},300", "year": 2022}
assert nobody.execute("SeasonComposite", small)[0] == 401
assert nobody.execute("SeasonComposite", small, "respond-async")[0] == 401
assert nobody.wps(EXECUTE)[0] == 401
assert ben.wps(EXECUTE)[0] == 200
print("ok: who has not signed in finds and runs nothing, by OGC API and WPS")

# A private result: its owner and administrators, nobody else.
place = anna.start("SeasonComposite", **small)
assert anna.wait(place) == "successful"
made = json.loads(json.loads(anna.call(place + "/results?f=json")[2])["result"])
result, execution = made["job"], place.rsplit("/", 1)[1]
assert execution not in json.dumps(made), "a result names the run that made it"
item = next(o["href"] for o in made["outputs"].values())
assert read(item)[:2] in (b"II", b"MM")
capabilities = nobody.get("/wms?service=WMS&version=1.3.0&request=GetCapabilities")[2]
assert execution.encode() not in capabilities and result.encode() not in capabilities
box = (30.97, -17.465, 30.985, -17.45)
size = (150, 150)


def draws(user, **more):
    return user.drawn("geocrop:ndvi_peak", box, size, crs="EPSG:4326", DIM_JOB=result, **more)


def matrix(sharing, seen_by):
    for user in (nobody, anna, ben, admin):
        sees = user in seen_by
        assert (draws(user) > 1000) == sees, (sharing, user.name, draws(user))
        if user is not nobody:
            assert (result in user.results()) == sees, (sharing, user.name)
            statistics = user.execute("ZonalStatistics", {"raster": f"{result}:ndvi_peak", "zones": json.dumps(ZONE)})
            assert (statistics[0] == 200) == sees, (sharing, user.name, statistics[2][:300])
            if sees:
                user.run("RemoveResult", result=json.loads(json.loads(statistics[2])["result"])["job"])
    print("ok:", sharing, "results are seen by", ", ".join((u.name or "nobody").split(":")[0] for u in seen_by))


ZONE = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "here"}, "geometry": {
    "type": "Polygon", "coordinates": [[[30.977, -17.458], [30.979, -17.458], [30.979, -17.456], [30.977, -17.456],
                                        [30.977, -17.458]]]}}]}
matrix("private", (anna, admin))
assert ben.execute("ShareResult", {"result": result, "sharing": "public"})[0] == 400
anna.run("ShareResult", result=result, sharing="shared")
matrix("shared", (anna, ben, admin))
anna.run("ShareResult", result=result, sharing="public")
matrix("public", (nobody, anna, ben, admin))

# Its key opens nothing for others; neither does the name that maps show.
for key in (execution, result):
    for user, refusal in ((nobody, 401), (ben, 403)):
        if key == execution:
            for path in ("", "/results?f=json"):
                assert user.call(f"{user.processes}/jobs/{key}{path}")[0] == refusal, (user.name, path)
            for request in ("Dismiss", "GetExecutionStatus"):
                status, _, body = user.get(f"/ows?service=WPS&version=1.0.0&request={request}&executionId={key}")
                assert status == refusal, (user.name, request, status, body[:300])
            assert user.call(f"{user.processes}/jobs/{key}", method="DELETE")[0] == refusal, user.name
        else:
            assert user.call(f"{user.processes}/jobs/{key}", method="DELETE")[0] == 404, user.name
        assert user.call(f"{geoserver}/rest/geocrop/results/{result}", method="DELETE")[0] in (401, 403, 404)
        assert user.execute("RemoveResult", {"result": result})[0] == (401 if user is nobody else 400)
assert result in anna.results() and read(item) and draws(nobody) > 1000
print("ok: keys and names open nothing for others, by OGC API, WPS and REST")

# Removal: by its owner, dismissing; of a synchronous run, by process; by an administrator, by REST.
assert anna.call(place, method="DELETE")[0] == 200
assert result not in admin.results() and draws(admin) == 0
second = anna.run("SeasonComposite", **small)["job"]
anna.run("RemoveResult", result=second)
third = anna.run("SeasonComposite", **small)["job"]
assert third in {r["name"] for r in admin.json("/rest/geocrop/results")}
assert admin.json("/rest/geocrop/results/" + third)["owner"] == "anna"
assert admin.call(f"{geoserver}/rest/geocrop/results/{third}", method="DELETE")[0] == 204
assert admin.call(f"{geoserver}/rest/geocrop/results/{third}", method="DELETE")[0] == 404
assert not {result, second, third} & admin.results()
print("ok: owners and administrators remove results of asynchronous and synchronous runs")

# What runs is stopped by its owner, and by an administrator; nothing of it stays.
large = {"aoi": f"{LON},{LAT},2500", "year": 2022}
for user, stop in ((anna, lambda place: anna.call(place, method="DELETE")[0]),
                   (anna, lambda place: admin.call(
                       f"{geoserver}/rest/geocrop/jobs/{place.rsplit('/', 1)[1]}", method="DELETE")[0])):
    before = admin.results()
    place = user.start("SeasonComposite", **large)
    assert place.rsplit("/", 1)[1] in {job["id"] for job in admin.json("/rest/geocrop/jobs")}
    assert ben.call(place, method="DELETE")[0] == 403
    assert stop(place) in (200, 204)
    assert user.call(place)[0] in (200, 404)
    assert admin.results() == before
print("ok: runs are stopped by owners and administrators alone")
assert admin.json("/rest/geocrop/status")["running"] and set(admin.json("/rest/geocrop/tests").values()) == {"ok"}
assert nobody.get("/rest/geocrop/status")[0] == 401
print("done")
