"""pystac-client finds a result and its raster. Usage: pystac_search.py URL JOB"""

import sys
import urllib.request

from pystac_client import Client

url, job = sys.argv[1:]
client = Client.open(url + "/stac")
assert [c.id for c in client.get_collections()] == ["classify-crops"]
search = client.search(bbox=[30.9, -17.5, 31.0, -17.4], datetime="2022-10-01/2023-01-01", max_items=50, limit=1)
items = list(search.items())
assert job in [item.id for item in items], [item.id for item in items]
assert len(items) == 2, len(items)
item = next(item for item in items if item.id == job)
href = item.assets["crop_type"].href
assert urllib.request.urlopen(href).read(4) == b"II*\0"
assert item.get_self_href().startswith(url)
nothing = client.search(intersects={"type": "Point", "coordinates": [0, 0]})
assert list(nothing.items()) == []
print("ok pystac", len(items))
