"""QGIS without a screen: WMS, WMTS and XYZ layers of a crop map show all classes, identify names the class, the legend
arrives. Usage: qgis_client.py URL JOB LON LAT FOLDER"""

import json
import os
import sys
import urllib.request

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import (  # noqa: E402
    QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsLayerDefinition, QgsMapLayerType,
    QgsMapRendererParallelJob, QgsMapSettings, QgsPointXY, QgsProject, QgsRaster, QgsRasterLayer, QgsRectangle,
)
from qgis.PyQt.QtCore import QEventLoop, QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

url, job, lon, lat, folder = sys.argv[1:]
lon, lat = float(lon), float(lat)
app = QgsApplication([], False)
app.initQgis()
legend = json.load(urllib.request.urlopen(f"{url}/xyz/{job}/legend.json"))["entries"]
classes = {QColor(e["color"]).rgb() & 0xFFFFFF: e["label"] for e in legend if e["hectares"] > 2}
mercator = QgsCoordinateReferenceSystem("EPSG:3857")
to_mercator = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), mercator, QgsProject.instance())
extent = to_mercator.transformBoundingBox(QgsRectangle(lon - 0.009, lat - 0.009, lon + 0.009, lat + 0.009))


def show(name, uri, crs=mercator, box=extent):
    layer = QgsRasterLayer(uri, name, "wms")
    assert layer.isValid(), (name, uri, layer.error().summary())
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(crs)
    settings.setExtent(box)
    settings.setOutputSize(QSize(500, 500))
    settings.setBackgroundColor(QColor(255, 255, 255))
    render = QgsMapRendererParallelJob(settings)
    loop = QEventLoop()
    render.finished.connect(loop.quit)
    render.start()
    loop.exec_()
    assert not render.errors(), [(e.layerID, e.message) for e in render.errors()]
    image = render.renderedImage()
    image.save(f"{folder}/qgis-{name}.png")
    seen = {image.pixel(x, y) & 0xFFFFFF for x in range(500) for y in range(500)}
    missing = [label for color, label in classes.items() if color not in seen]
    assert not missing, (name, missing)
    print("ok", name)
    return layer


wms = show("wms", f"contextualWMSLegend=0&crs=EPSG:3857&dpiMode=7&format=image/png&layers={job}&styles=&url={url}/wms")
show(
    "wms-utm",
    f"crs=EPSG:32736&dpiMode=7&format=image/png&layers={job}&styles=crop_type&url={url}/wms",
)
show(
    "wmts",
    f"crs=EPSG:3857&dpiMode=7&format=image/png&layers={job}&styles=crop_type&tileMatrixSet=WebMercatorQuad"
    f"&tileDimensions=Time%3D2022-09-01&url={url}/wmts?SERVICE%3DWMTS%26REQUEST%3DGetCapabilities",
)
show("xyz", f"type=xyz&zmin=0&zmax=18&url={url}/xyz/{job}/%7Bz%7D/%7Bx%7D/%7By%7D.png")

point = to_mercator.transform(QgsPointXY(lon, lat))
found = wms.dataProvider().identify(point, QgsRaster.IdentifyFormatText, extent, 500, 500)
assert found.isValid(), found.error().summary()
text = str(found.results())
name = json.load(urllib.request.urlopen(f"{url}/xyz/{job}/point/{lon},{lat}"))["class"]["name"]
assert f"class = {name}" in text, text
print("ok identify", name)

fetcher = wms.dataProvider().getLegendGraphicFetcher(None)
loop = QEventLoop()
images = []
fetcher.finish.connect(lambda image: (images.append(image), loop.quit()))
fetcher.error.connect(lambda message: (print("legend:", message), loop.quit()))
fetcher.start()
loop.exec_()
assert images and images[0].height() > 150, [i.size() for i in images]
images[0].save(f"{folder}/qgis-legend.png")
print("ok legend", images[0].width(), images[0].height())

# The layer definition brings tiles, the map in time and the class table at once.
definition = f"{folder}/layers.qlr"
urllib.request.urlretrieve(f"{url}/collections/{job}/qgis.qlr", definition)
root = QgsProject.instance().layerTreeRoot()
worked, fault = QgsLayerDefinition.loadLayerDefinition(definition, QgsProject.instance(), root)
assert worked, fault
added = {layer.id().split("_")[-1][:4]: layer for layer in QgsProject.instance().mapLayers().values()}
assert len(added) == 3 and all(layer.isValid() for layer in added.values()), [
    (layer.name(), layer.isValid(), layer.source()) for layer in added.values()
]
table = next(layer for layer in added.values() if layer.type() == QgsMapLayerType.VectorLayer)
assert {f["name"] for f in table.getFeatures()} >= set(classes.values())
temporal = [l for l in added.values() if l is not table and l.dataProvider().temporalCapabilities().hasTemporalCapabilities()]
assert temporal, "no layer in time"
print("ok qlr", len(added))

# The COG itself with the QML style.
style = f"{folder}/crop_type.qml"
urllib.request.urlretrieve(f"{url}/collections/{job}/styles/crop_type?f=qml", style)
cog = QgsRasterLayer(f"/vsicurl/{url}/results/{job}/crop_type.tif", "cog")
message, worked = cog.loadNamedStyle(style)
assert worked, message
labels = {c.label for c in cog.renderer().classes()}
assert labels >= set(classes.values()), labels
print("ok qml", len(labels))
# Python takes layers down in any order when it ends, and QGIS crashes at some.
sys.stdout.flush()
os._exit(0)
