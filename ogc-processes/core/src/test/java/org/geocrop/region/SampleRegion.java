package org.geocrop.region;

import java.nio.file.Path;
import java.util.List;
import org.geocrop.grid.Season;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.json.ForeignJson;
import org.geocrop.net.Http;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.sample.SampleCountry;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.Sources;

/** The sample country, and what is asked for of it. */
public final class SampleRegion {

    public static final Season SEASON = SeasonCalendar.ZIMBABWE_SUMMER.season(2022);

    private final Path folder;
    private final int size;

    /** A country of so many pixels a side of each zone's scenes, in a folder. */
    public SampleRegion(Path folder, int size) {
        this.folder = folder;
        this.size = size;
    }

    /** Writes scenes of both zones below one catalogue. */
    public SampleRegion write() {
        new SampleCountry(folder, size, SEASON.start().getYear()).write();
        return this;
    }

    public String catalogue() {
        return folder.toUri().toString();
    }

    public Imagery imagery() {
        return new Imagery("sample", Catalogues.open(Http.direct(), folder.toUri(), List.of()), Sources.local());
    }

    /** Its four districts. */
    public RegionShape shape() {
        return RegionShape.of(
                ForeignJson.of(new SampleCountry(folder, size, SEASON.start().getYear()).districts()), "country", null);
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
