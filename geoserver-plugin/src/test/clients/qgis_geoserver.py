"""QGIS without a screen shows a layer of GeoServer by WMS and WMTS. Usage: qgis_geoserver.py GEOSERVER LAYER LON LAT FOLDER"""

import os
import sys
import tempfile

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# What QGIS has kept of another GeoServer at the same address would hide what this one says.
os.environ["HOME"] = os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp()
from qgis.core import (  # noqa: E402
    QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsMapRendererParallelJob, QgsMapSettings,
    QgsProject, QgsRasterLayer, QgsRectangle,
)
from qgis.PyQt.QtCore import QEventLoop, QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

url, name, lon, lat, folder = sys.argv[1:]
lon, lat = float(lon), float(lat)
app = QgsApplication([], False)
app.initQgis()
mercator = QgsCoordinateReferenceSystem("EPSG:3857")
to_mercator = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), mercator, QgsProject.instance())
extent = to_mercator.transformBoundingBox(QgsRectangle(lon - 0.009, lat - 0.009, lon + 0.009, lat + 0.009))
common = f"contextualWMSLegend=0&dpiMode=7&format=image/png&layers={name}&styles=&crs="
for kind, uri in {
    "wms": common + f"EPSG:3857&url={url}/wms",
    "wmts": common + f"EPSG:3857&tileMatrixSet=GeoCropWebMercatorQuad&url={url}/gwc/service/wmts?REQUEST%3DGetCapabilities",
    "wmts-utm": common + f"EPSG:32736&tileMatrixSet=GeoCropUTM36SWGS84Quad&url={url}/gwc/service/wmts?REQUEST%3DGetCapabilities",
}.items():
    layer = QgsRasterLayer(uri, kind, "wms")
    assert layer.isValid(), (kind, layer.error().summary())
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(mercator)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(500, 500))
    settings.setBackgroundColor(QColor(255, 255, 255))
    render = QgsMapRendererParallelJob(settings)
    loop = QEventLoop()
    render.finished.connect(loop.quit)
    render.start()
    loop.exec_()
    assert not render.errors(), [(e.layerID, e.message) for e in render.errors()]
    image = render.renderedImage()
    image.save(f"{folder}/qgis-{kind}.png")
    colors = {image.pixel(x, y) for x in range(0, 500, 3) for y in range(0, 500, 3)}
    assert len(colors) > 8, (kind, len(colors))
    print("ok", kind, len(colors), "colours")
sys.stdout.flush()
os._exit(0)
