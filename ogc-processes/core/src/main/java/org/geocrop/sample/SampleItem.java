package org.geocrop.sample;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.geocrop.geojson.GeoJson;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.sample.SampleProduct.Archive;
import org.geocrop.stac.Band;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import tools.jackson.databind.node.ObjectNode;

/** The STAC item of a product, as its archive would write it. */
final class SampleItem {

    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int HOURS_TO_PRODUCT = 5;
    private static final int DAYS_TO_REPROCESSING = 700;

    private final SampleProduct product;

    SampleItem(SampleProduct product) {
        this.product = product;
    }

    String id() {
        String satellite = "S2" + product.satellite();
        String sensed = COMPACT.format(product.datetime());
        return switch (product.archive()) {
            case DIGITAL_EARTH_AFRICA -> satellite + "_T" + product.mgrs() + "_" + sensed + "_L2A";
            case EARTH_SEARCH ->
                satellite + "_" + product.mgrs() + "_" + sensed.substring(0, 8) + "_"
                        + (product.part() == SampleProduct.Part.SOUTH ? 1 : 0) + "_L2A";
            case PLANETARY_COMPUTER ->
                satellite + "_MSIL2A_" + sensed + "_R135_T" + product.mgrs() + "_" + COMPACT.format(generated());
        };
    }

    private Instant generated() {
        return product.datetime()
                .plus(HOURS_TO_PRODUCT, ChronoUnit.HOURS)
                .plus(product.isReprocessed() ? DAYS_TO_REPROCESSING : 0, ChronoUnit.DAYS);
    }

    /**
     * The item, whose files lie beside it.
     *
     * @param cloudCover per cent
     * @param nodata per cent of the tile that the product does not show
     */
    ForeignJson write(double cloudCover, double nodata) {
        Geometry footprint = footprint();
        Envelope box = footprint.getEnvelopeInternal();
        ObjectNode item = Json.object();
        item.put("type", "Feature").put("stac_version", "1.0.0").put("id", id()).put("collection", collection());
        item.set("bbox", Json.of(new double[] {box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY()}));
        item.set("geometry", Json.of(GeoJson.write(footprint)));
        ObjectNode properties = item.putObject("properties");
        properties
                .put("datetime", product.datetime().toString())
                .put("constellation", "sentinel-2")
                .put("eo:cloud_cover", round(cloudCover))
                .put("s2:nodata_pixel_percentage", round(nodata))
                .put("s2:processing_baseline", product.baseline().number)
                .put("s2:generation_time", generated().toString())
                .put("s2:datastrip_id", datastrip());
        name(properties);
        item.putArray("links")
                .addObject()
                .put("rel", "root")
                .put("href", "../catalog.json")
                .put("type", "application/json");
        ObjectNode assets = item.putObject("assets");
        for (Band band : Band.values()) {
            asset(assets.putObject(key(band)), band);
        }
        return ForeignJson.of(item);
    }

    private String collection() {
        if (product.archive() != Archive.DIGITAL_EARTH_AFRICA) {
            return "sentinel-2-l2a";
        }
        return product.hasOffset() ? "s2_l2a_c1" : "s2_l2a";
    }

    private String datastrip() {
        return String.format(
                "S2%s_OPER_MSI_L2A_DS_2BPS_%s_S%s_N%s",
                product.satellite(),
                COMPACT.format(generated()),
                COMPACT.format(product.datetime()),
                product.baseline().number);
    }

    /** Platform, tile and CRS. */
    private void name(ObjectNode properties) {
        String mgrs = product.mgrs();
        int epsg = product.grid().epsg();
        if (product.archive() == Archive.PLANETARY_COMPUTER) {
            properties
                    .put("platform", "Sentinel-2" + product.satellite())
                    .put("proj:code", "EPSG:" + epsg)
                    .put("s2:mgrs_tile", mgrs);
            return;
        }
        properties
                .put("platform", "sentinel-2" + product.satellite().toLowerCase(Locale.ROOT))
                .put("proj:epsg", epsg)
                .put("grid:code", "MGRS-" + mgrs);
        if (product.archive() == Archive.EARTH_SEARCH) {
            properties.put("earthsearch:boa_offset_applied", product.baseline() == SampleProduct.Baseline.PRESENT);
        } else {
            properties.put("odc:region_code", mgrs);
        }
    }

    private String key(Band band) {
        return product.archive() == Archive.PLANETARY_COMPUTER
                ? band.name()
                : band.commonNames().get(0);
    }

    private void asset(ObjectNode asset, Band band) {
        asset.put("href", "./" + band + ".tif")
                .put("type", "image/tiff; application=geotiff; profile=cloud-optimized")
                .put("gsd", band.resolution());
        if (band != Band.SCL) {
            asset.putArray("eo:bands")
                    .addObject()
                    .put("name", product.archive() == Archive.EARTH_SEARCH ? key(band) : band.name())
                    .put(
                            "common_name",
                            band == Band.B05 ? "rededge" : band.commonNames().get(0))
                    .put("center_wavelength", band.wavelength());
        }
        ObjectNode raster = asset.putArray("raster:bands").addObject();
        raster.put("nodata", 0).put("spatial_resolution", band.resolution());
        raster.put("data_type", band == Band.SCL ? "uint8" : "uint16");
        if (band != Band.SCL && product.archive() != Archive.PLANETARY_COMPUTER) {
            // Earth Search tells the product's offset where it has taken it away from the pixels.
            raster.put("scale", 0.0001).put("offset", product.baseline() == SampleProduct.Baseline.PRESENT ? -0.1 : 0);
        }
    }

    private Geometry footprint() {
        PixelGrid grid = product.grid();
        double[] outline = product.part().outline;
        Crs.PointTransform toLonLat = Crs.transform(grid.epsg(), Crs.WGS84);
        Coordinate[] ring = new Coordinate[outline.length / 2 + 1];
        for (int i = 0; i < ring.length; i++) {
            int corner = i % (ring.length - 1) * 2;
            double[] point = toLonLat.apply(
                    grid.originX() + outline[corner] * grid.width() * grid.resX(),
                    grid.originY() - outline[corner + 1] * grid.height() * grid.resY());
            ring[i] = new Coordinate(point[0], point[1]);
        }
        return new GeometryFactory().createPolygon(ring);
    }

    private static double round(double percent) {
        return Math.round(percent * 100) / 100.0;
    }
}
