"""Who may find, run, list, read, draw, describe, dismiss, share and remove what, by OGC API, WPS, WMS, WCS and REST.

usage: geoserver_rights.py GEOSERVER
GeoServer has the plugin with roles.run=ANALYST, and no results. Its administrator is GEOSERVER_USER (admin:geoserver unless
it says otherwise); the role, two analysts and a user without a role are made.
"""

import json
import os
import sys

from geoserver_client import User, numbers, read, start_empty

[geoserver] = sys.argv[1:]
LON, LAT = 30.978, -17.457
admin = User(geoserver, os.environ.get("GEOSERVER_USER", "admin:geoserver"))
nobody = User(geoserver)
vera, ben, anna = (User(geoserver, f"{name}:geocrop-{name.title()}1") for name in ("vera", "ben", "anna"))
USERS = {"nobody": nobody, "viewer": vera, "analyst": ben, "owner": anna, "admin": admin}
start_empty(admin)
admin.call(geoserver + "/rest/security/roles/role/ANALYST", b"", method="POST")
for user in (vera, ben, anna):
    name, password = user.name.split(":")
    body = {"user": {"userName": name, "password": password, "enabled": True}}
    admin.call(f"{geoserver}/rest/security/usergroup/user/{name}", method="DELETE")
    admin.call(geoserver + "/rest/security/usergroup/users", json.dumps(body).encode(), {"Content-Type": "application/json"}, "POST")
    if user is not vera:
        admin.call(f"{geoserver}/rest/security/roles/role/ANALYST/user/{name}", b"", method="POST")
assert "ANALYST" in admin.json("/rest/geocrop/status")["status"], "roles.run is not ANALYST"


def expect(what, action, *wanted):
    """The outcome for each of USERS, in their order."""
    got = tuple(action(user) for user in USERS.values())
    assert got == wanted, f"{what}: {dict(zip(USERS, got))}, not {wanted}"
    print("ok ", what.ljust(34), " ".join(f"{name} {outcome}" for name, outcome in zip(USERS, got)))


WPS = """<wps:Execute version="1.0.0" service="WPS" xmlns:wps="http://www.opengis.net/wps/1.0.0"
 xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Identifier>geocrop:%s</ows:Identifier><wps:DataInputs>%s</wps:DataInputs>
 <wps:ResponseForm><wps:RawDataOutput><ows:Identifier>result</ows:Identifier></wps:RawDataOutput></wps:ResponseForm>
 </wps:Execute>"""
INPUT = "<wps:Input><ows:Identifier>%s</ows:Identifier><wps:Data><wps:LiteralData>%s</wps:LiteralData></wps:Data></wps:Input>"


def wps(user, process, **inputs):
    status, _, body = user.wps(WPS % (process, "".join(INPUT % each for each in inputs.items())))
    return "invalid" if b'exceptionCode="InvalidParameterValue"' in body else status


def ows(user, request):
    return user.get("/ows?service=WPS&version=1.0.0&request=" + request)


# Processes.
small = {"aoi": f"{LON},{LAT},300", "year": 2022}
expect("find, OGC API", lambda user: any(
    p["id"].startswith("geocrop:") for p in user.json("/ogc/processes/v1/processes?f=json&limit=1000")["processes"]),
    False, False, True, True, True)
expect("find, WPS", lambda user: b"geocrop:ClassifyCrops" in ows(user, "GetCapabilities")[2], False, False, True, True, True)
expect("find GeoServer's own", lambda user: b"gs:" in ows(user, "GetCapabilities")[2], *[True] * 5)
expect("describe, OGC API", lambda user: user.get("/ogc/processes/v1/processes/geocrop:ClassifyCrops?f=json")[0],
       401, 403, 200, 200, 200)
expect("describe, WPS", lambda user: b"<ows:Identifier>year" in ows(user, "DescribeProcess&identifier=geocrop:ClassifyCrops")[2],
       False, False, True, True, True)
expect("run, OGC API", lambda user: user.execute("SeasonComposite", small)[0], 401, 403, 200, 200, 200)
expect("run asynchronously, OGC API", lambda user: user.execute("SeasonComposite", small, "respond-async")[0],
       401, 403, 201, 201, 201)
expect("run, WPS", lambda user: wps(user, "SeasonComposite", **small), 401, 403, 200, 200, 200)
expect("list, WPS", lambda user: wps(user, "ListResults"), 401, 403, 200, 200, 200)

# A result, private, shared and public: seen by whom, whatever asks.
place = anna.start("SeasonComposite", **small)
assert anna.wait(place) == "successful"
made = json.loads(json.loads(anna.call(place + "/results?f=json")[2])["result"])
result, run = made["job"], place.rsplit("/", 1)[1]
assert run not in json.dumps(made), "a result names the run that made it"
item = next(output["href"] for output in made["outputs"].values())
assert read(item)[:2] in (b"II", b"MM")
capabilities = nobody.get("/wms?service=WMS&version=1.3.0&request=GetCapabilities")[2]
assert run.encode() not in capabilities and result.encode() not in capabilities
box, size = (30.97, -17.465, 30.985, -17.45), (150, 150)
ZONE = json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "here"}, "geometry": {
    "type": "Polygon", "coordinates": [[[30.977, -17.458], [30.979, -17.458], [30.979, -17.456], [30.977, -17.456],
                                        [30.977, -17.458]]]}}]})
others = admin.results() - {result}


def draws(user):
    return user.drawn("geocrop:ndvi_peak", box, size, crs="EPSG:4326", DIM_JOB=result) > 1000


def queries(user):
    _, _, body = user.map("geocrop:ndvi_peak", box, size, crs="EPSG:4326", DIM_JOB=result, REQUEST="GetFeatureInfo",
                          QUERY_LAYERS="geocrop:ndvi_peak", INFO_FORMAT="application/json", X=80, Y=70)
    return b'"ndvi_peak":0.' in body


def covers(user):
    """How many pixels of the coverage a user gets by WCS: of all that they see, in a store where nothing else lies there."""
    _, _, body = user.get("/wcs?service=WCS&version=2.0.1&request=GetCoverage&coverageId=geocrop__ndvi_peak&format=image/tiff"
                          "&subset=Long(30.976,30.980)&subset=Lat(-17.459,-17.455)&scalesize=i(50),j(50)")
    return body[:2] in (b"II", b"MM") and numbers(body) > 1000


def reads(user):
    status, _, body = user.execute("ZonalStatistics", {"raster": f"{result}:ndvi_peak", "zones": ZONE})
    if status == 200:
        user.run("RemoveResult", result=json.loads(json.loads(body)["result"])["job"])
    return status


for each in others:
    admin.run("RemoveResult", result=each)
for sharing, sees in (("private", (False, False, False, True, True)), ("shared", (False, False, True, True, True)),
                      ("public", (True,) * 5)):
    anna.run("ShareResult", result=result, sharing=sharing)
    expect(sharing + ": draw, WMS", draws, *sees)
    expect(sharing + ": query, WMS", queries, *sees)
    expect(sharing + ": read, WCS", covers, *sees)
    expect(sharing + ": named, WCS", lambda user: result.encode() in user.get(
        "/wcs?service=WCS&version=2.0.1&request=DescribeCoverage&coverageId=geocrop__ndvi_peak")[2], *sees)
    expect(sharing + ": read by a process", reads, 401, 403, *(200 if each else 400 for each in sees[2:]))
    expect(sharing + ": list", lambda user: user is not nobody and user is not vera and result in user.results(),
           False, False, *sees[2:])
    expect(sharing + ": share, OGC API", lambda user: user.execute("ShareResult", {"result": result, "sharing": sharing})[0],
           401, 403, 400, 200, 200)
    # Of those who may not.
    for user, name, refusal in ((nobody, "nobody", 401), (vera, "viewer", 403), (ben, "analyst", 403)):
        for path in ("", "/results?f=json"):
            assert user.call(f"{user.processes}/jobs/{run}{path}")[0] == refusal, (sharing, name, path)
        for request in ("GetExecutionStatus", "GetExecutionResult", "Dismiss"):
            assert ows(user, f"{request}&executionId={run}")[0] == refusal, (sharing, name, request)
        assert user.call(f"{user.processes}/jobs/{run}", method="DELETE")[0] == refusal, (sharing, name)
        assert user.call(f"{user.processes}/jobs/{result}", method="DELETE")[0] == 404, (sharing, name)
        assert user.execute("RemoveResult", {"result": result})[0] == (400 if user is ben else refusal), (sharing, name)
        assert wps(user, "RemoveResult", result=result) == ("invalid" if user is ben else refusal), (sharing, name)
        for path in ("results/" + result, "jobs/" + run):
            # GeoServer's own page for those whom its REST security refuses knows no DELETE.
            assert user.call(f"{geoserver}/rest/geocrop/{path}", method="DELETE")[0] in (refusal, 405), (sharing, name, path)
    assert result in anna.results() and draws(anna) and read(item)
    print("ok ", f"{sharing}: status, results, dismissal and removal, by OGC API, WPS and REST: nobody 401, viewer 403, analyst 403")
expect("status of a run, OGC API", lambda user: user.call(f"{user.processes}/jobs/{run}")[0], 401, 403, 403, 200, 200)
expect("status of a run, WPS", lambda user: ows(user, "GetExecutionStatus&executionId=" + run)[0], 401, 403, 403, 200, 200)

for sharing, wanted in (("private", 204), ("all", 400), ("public", 204)):
    assert admin.call(f"{geoserver}/rest/geocrop/results/{result}/sharing", sharing.encode(), {"Content-Type": "text/plain"},
                      "PUT")[0] == wanted, sharing
    assert draws(nobody) == (sharing == "public"), sharing
print("ok  shared by REST")


# Removal by those who may, in each way: of asynchronous and synchronous runs.
def gone(about):
    name = about["job"]
    assert name not in admin.results() and name not in {each["name"] for each in admin.json("/rest/geocrop/results")}
    assert admin.drawn("geocrop:ndvi_peak", box, size, crs="EPSG:4326", DIM_JOB=name) == 0
    for output in about["outputs"].values():
        assert admin.status(output["href"]) == 404, output


def asynchronous():
    begun = anna.start("SeasonComposite", **small)
    assert anna.wait(begun) == "successful"
    return begun, json.loads(json.loads(anna.call(begun + "/results?f=json")[2])["result"])


assert anna.call(place, method="DELETE")[0] == 200
gone(made)
for remove, wanted in ((lambda place: admin.call(place, method="DELETE")[0], 200),
                       (lambda place: ows(anna, "Dismiss&executionId=" + place.rsplit("/", 1)[1])[0], 200),
                       (lambda place: admin.call(f"{geoserver}/rest/geocrop/jobs/{place.rsplit('/', 1)[1]}", method="DELETE")[0], 204)):
    place, result = asynchronous()
    assert remove(place) == wanted
    gone(made)
for remove, wanted in ((lambda name: anna.execute("RemoveResult", {"result": name})[0], 200),
                       (lambda name: wps(anna, "RemoveResult", result=name), 200),
                       (lambda name: admin.execute("RemoveResult", {"result": name})[0], 200),
                       (lambda name: admin.call(f"{geoserver}/rest/geocrop/results/{name}", method="DELETE")[0], 204)):
    made = anna.run("SeasonComposite", **small)
    result = made["job"]
    assert admin.json("/rest/geocrop/results/" + result)["owner"] == "anna"
    assert remove(result) == wanted
    gone(made)
assert admin.call(f"{geoserver}/rest/geocrop/results/{result}", method="DELETE")[0] == 404
print("ok  removed with all files by owner and administrator: OGC API, WPS, processes, REST; of asynchronous and synchronous runs")

# What runs is stopped by its owner, and by an administrator; nothing of it stays.
large = {"aoi": f"{LON},{LAT},2500", "year": 2022}
for stop in (lambda place: anna.call(place, method="DELETE")[0],
             lambda place: admin.call(f"{geoserver}/rest/geocrop/jobs/{place.rsplit('/', 1)[1]}", method="DELETE")[0]):
    place = anna.start("SeasonComposite", **large)
    assert place.rsplit("/", 1)[1] in {job["id"] for job in admin.json("/rest/geocrop/jobs")}
    assert ben.call(place, method="DELETE")[0] == 403
    assert stop(place) in (200, 204)
    assert anna.call(place)[0] in (200, 404)
    assert not admin.results()
print("ok  runs are stopped by owners and administrators alone")
expect("status of the module, REST", lambda user: user.get("/rest/geocrop/status")[0], 401, 403, 403, 403, 200)
assert set(admin.json("/rest/geocrop/tests").values()) == {"ok"}
print("done")
