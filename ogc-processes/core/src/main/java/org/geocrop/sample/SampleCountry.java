package org.geocrop.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geocrop.error.StoreException;
import org.geocrop.geojson.Feature;
import org.geocrop.geojson.FeatureCollection;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.Crs;
import org.geocrop.json.Json;

/**
 * A small country on both sides of 30 degrees east: a landscape in zone 35 south and one in zone 36 south below one
 * catalogue, and two provinces of two districts each, whose borders are not that of the zones.
 *
 * <p>Files below the folder: {@code catalog.json}, the landscapes {@code 35} and {@code 36}, {@code districts.geojson}.
 */
public final class SampleCountry {

    /** Northing of the scenes' top edge. */
    private static final double NORTH = 8_012_800;

    /** Metres of a degree of longitude there, about. */
    private static final double METRES_A_DEGREE = 106_000;

    private static final int METRES = 10;
    private static final double MERIDIAN = 30;
    private static final int MARGIN = 200;

    private final Path folder;
    private final int size;
    private final int year;

    /**
     * A country.
     *
     * @param size width and height of the scenes of each zone in 10 m pixels, even; the country is half as wide in both
     *     zones together, and eight tenths as high
     * @param year in which the season begins
     */
    public SampleCountry(Path folder, int size, int year) {
        this.folder = folder;
        this.size = size;
        this.year = year;
    }

    /** Writes everything. */
    public void write() {
        double metres = size * (double) METRES;
        landscape(32735, meridian(32735) - metres * 3 / 4 + MARGIN, "35");
        landscape(32736, meridian(32736) - metres / 4 - MARGIN, "36");
        List<SampleRoot.Link> zones = List.of(
                new SampleRoot.Link("child", "./35/catalog.json", null),
                new SampleRoot.Link("child", "./36/catalog.json", null));
        write(
                "catalog.json",
                Json.pretty(new SampleRoot("geocrop-sample-country", "A synthetic country in two UTM zones", zones)));
        write("districts.geojson", Json.pretty(districts()));
    }

    private static double meridian(int epsg) {
        double latitude = Crs.transform(epsg, Crs.WGS84).apply(500_000, NORTH)[1];
        return Crs.transform(Crs.WGS84, epsg).apply(MERIDIAN, latitude)[0];
    }

    private void landscape(int epsg, double east, String name) {
        double left = Math.rint(east / (2 * METRES)) * 2 * METRES;
        new SampleLandscape(new SampleLandscape.Options(epsg, left, NORTH, size, year, false))
                .write(folder.resolve(name), (done, of) -> {});
    }

    /** Two provinces of two districts each, within the scenes. */
    public FeatureCollection districts() {
        double half = size * METRES / 4.0 / METRES_A_DEGREE;
        double north = latitude(0.1);
        double south = latitude(0.9);
        double middle = (north + south) / 2;
        double border = MERIDIAN + half / 5;
        return new FeatureCollection(List.of(
                district("North West", "North", MERIDIAN - half, middle, border, north),
                district("North East", "North", border, middle, MERIDIAN + half, north),
                district("South West", "South", MERIDIAN - half, south, border, middle),
                district("South East", "South", border, south, MERIDIAN + half, middle)));
    }

    /** Of a share of the scenes' height from the top, at the meridian. */
    private double latitude(double share) {
        return Crs.transform(32736, Crs.WGS84).apply(meridian(32736), NORTH - share * size * METRES)[1];
    }

    private static Feature district(
            String name, String province, double west, double south, double east, double north) {
        return Feature.of(Shape.box(west, south, east, north), Json.members("name", name, "province", province));
    }

    private void write(String file, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(file), bytes);
        } catch (IOException e) {
            throw new StoreException("The sample country could not be written", e);
        }
    }
}
