"""QGIS without a screen: a region's layer by WMS, WMTS and its layer definition is valid, and drawn where the region lies.
Usage: qgis_region.py URL LAYER WEST SOUTH EAST NORTH FOLDER"""

import json
import os
import sys
import urllib.parse
import urllib.request

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import (  # noqa: E402
    QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsLayerDefinition, QgsMapRendererParallelJob,
    QgsMapSettings, QgsProject, QgsRasterLayer, QgsRectangle,
)
from qgis.PyQt.QtCore import QEventLoop, QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

url, name, west, south, east, north, folder = sys.argv[1:]
app = QgsApplication([], False)
app.initQgis()
legend = json.load(urllib.request.urlopen(f"{url}/xyz/{name}/legend.json"))["entries"]
colors = {QColor(e["color"]).rgb() & 0xFFFFFF for e in legend}
mercator = QgsCoordinateReferenceSystem("EPSG:3857")
to_mercator = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), mercator, QgsProject.instance())
extent = to_mercator.transformBoundingBox(QgsRectangle(float(west), float(south), float(east), float(north)))


def show(what, layer):
    assert layer.isValid(), (what, layer.error().summary())
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(mercator)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(400, 400))
    settings.setBackgroundColor(QColor(255, 255, 255))
    render = QgsMapRendererParallelJob(settings)
    loop = QEventLoop()
    render.finished.connect(loop.quit)
    render.start()
    loop.exec_()
    assert not render.errors(), [(e.layerID, e.message) for e in render.errors()]
    image = render.renderedImage()
    image.save(f"{folder}/qgis-region-{what}.png")
    drawn = sum(image.pixel(x, y) & 0xFFFFFF in colors for x in range(0, 400, 4) for y in range(0, 400, 4))
    assert drawn > 9_000, (what, drawn)
    print("ok", what, drawn, "of 10000 pixels in colours of classes")


common = f"format=image/png&layers={urllib.parse.quote(name)}&styles=crop_type&dpiMode=7&crs=EPSG:3857"
show("wms", QgsRasterLayer(f"contextualWMSLegend=0&{common}&url={url}/wms", "wms", "wms"))
capabilities = f"{url}/wmts?SERVICE%3DWMTS%26REQUEST%3DGetCapabilities"
show("wmts", QgsRasterLayer(f"{common}&tileMatrixSet=WebMercatorQuad&url={capabilities}", "wmts", "wms"))
definition = f"{folder}/region.qlr"
urllib.request.urlretrieve(f"{url}/collections/{urllib.parse.quote(name)}/qgis.qlr", definition)
project = QgsProject.instance()
worked, fault = QgsLayerDefinition.loadLayerDefinition(definition, project, project.layerTreeRoot())
assert worked, fault
rasters = [layer for layer in project.mapLayers().values() if isinstance(layer, QgsRasterLayer)]
assert len(rasters) == 2, [layer.name() for layer in rasters]
for layer in rasters:
    show("qlr-" + layer.id().split("_")[-1][:4], layer)
# Python takes layers down in any order when it ends, and QGIS crashes at some.
sys.stdout.flush()
os._exit(0)
