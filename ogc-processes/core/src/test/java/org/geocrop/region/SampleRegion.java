package org.geocrop.region;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geocrop.grid.Crs;
import org.geocrop.grid.Season;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.net.Http;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.stac.Catalogues;
import org.geocrop.store.Sources;

/**
 * A small country on both sides of 30 degrees east: a landscape in zone 35 south and one in zone 36 south, and two
 * provinces whose border is not that of the zones.
 */
public final class SampleRegion {

    public static final Season SEASON = SeasonCalendar.ZIMBABWE_SUMMER.season(2022);

    /** Northing of the middle; pixels of zone 36 begin at this easting there, those of zone 35 end at the mirrored one. */
    private static final double NORTH = 8_012_800;

    private final Path folder;
    private final int size;

    /** A country of so many pixels a side of each zone's scenes, in a folder. */
    public SampleRegion(Path folder, int size) {
        this.folder = folder;
        this.size = size;
    }

    /** Writes scenes of both zones below one catalogue. */
    public SampleRegion write() throws IOException {
        double west = meridian(32735);
        double east = meridian(32736);
        landscape(32735, Math.floor(west / 20) * 20 - (size * 3 / 4) * 10 + 200, "35");
        landscape(32736, Math.floor(east / 20) * 20 - (size / 4) * 10 - 200, "36");
        String catalog = """
            {"type": "Catalog", "stac_version": "1.0.0", "id": "country", "description": "Both zones", "links": [
              {"rel": "child", "href": "./35/catalog.json"}, {"rel": "child", "href": "./36/catalog.json"}]}
            """;
        Files.write(folder.resolve("catalog.json"), catalog.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private static double meridian(int epsg) {
        double latitude = Crs.transform(epsg, Crs.WGS84).apply(500_000, NORTH)[1];
        return Crs.transform(Crs.WGS84, epsg).apply(30, latitude)[0];
    }

    private void landscape(int epsg, double east, String name) {
        double left = Math.rint(east / 20) * 20;
        new SampleLandscape(new SampleLandscape.Options(epsg, left, NORTH, size, 2022, false))
                .write(folder.resolve(name), (done, of) -> {});
    }

    public String catalogue() {
        return folder.toUri().toString();
    }

    public Imagery imagery() {
        return new Imagery("sample", Catalogues.open(Http.direct(), folder.toUri(), List.of()), Sources.local());
    }

    /** Two provinces within the scenes, from north to south. */
    public RegionShape shape() {
        double half = size * 10 / 4.0 / 106_000;
        double[] top = Crs.transform(32736, Crs.WGS84).apply(meridian(32736), NORTH - size);
        double[] bottom = Crs.transform(32736, Crs.WGS84).apply(meridian(32736), NORTH - size * 9.0);
        double middle = (top[1] + bottom[1]) / 2;
        RegionShape north = RegionShape.bbox("North", 30 - half, middle, 30 + half, top[1]);
        RegionShape south = RegionShape.bbox("South", 30 - half, bottom[1], 30 + half, middle);
        return new RegionShape(
                List.of(north.districts().get(0), south.districts().get(0)));
    }

    public RegionRequest request(String name, String model, String sha256, int unit) {
        return new RegionRequest(
                name,
                RegionRequest.label(SEASON),
                SEASON,
                model,
                sha256,
                5,
                100,
                0,
                SeasonRequest.classification(false, List.of()),
                unit,
                new RegionRequest.Scenes(catalogue(), List.of(), java.util.Map.of()));
    }
}
