package org.geocrop.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.geocrop.cli.options.ProgressBar;
import org.geocrop.sample.SampleCountry;
import org.geocrop.sample.SampleLandscape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sample",
        description = "Generates scenes of a synthetic Zimbabwean landscape with a STAC catalogue and field labels."
                + " The same options give the same bytes.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  geocrop sample --size 1024 --year 2022 sample"})
final class SampleCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", description = "Where to")
    Path folder;

    @Option(
            names = "--size",
            defaultValue = "512",
            description = "Width and height in 10 m pixels (default: ${DEFAULT-VALUE})")
    int size;

    @Option(
            names = "--year",
            defaultValue = "2022",
            description = "Year in which the season begins (default: ${DEFAULT-VALUE})")
    int year;

    @Option(
            names = "--epsg",
            defaultValue = "32736",
            description = "UTM zone of the scenes (default: ${DEFAULT-VALUE})")
    int epsg;

    @Option(
            names = "--east",
            defaultValue = "284000",
            description = "Left edge in metres of that zone, a multiple of 20 (default: ${DEFAULT-VALUE})")
    double east;

    @Option(
            names = "--north",
            defaultValue = "8070000",
            description = "Top edge in metres of that zone, a multiple of 20 (default: ${DEFAULT-VALUE})")
    double north;

    @Option(
            names = "--tile",
            defaultValue = "1024",
            description = "Width and height of the scenes' tiles; with 1024 also of the 20 m bands'"
                    + " (default: ${DEFAULT-VALUE})")
    int tile;

    @Option(names = "--dry", description = "A season whose rains fail")
    boolean dry;

    @Option(names = "--country", description = "A country in two UTM zones with districts.geojson, instead")
    boolean country;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        if (country) {
            new SampleCountry(folder, size, year).write();
            spec.commandLine().getOut().println("A country of two zones in " + folder);
            spec.commandLine().getOut().flush();
            return 0;
        }
        SampleLandscape.Options season = SampleLandscape.Options.season(size, year);
        SampleLandscape landscape = new SampleLandscape(
                new SampleLandscape.Options(epsg, east, north, size, year, dry || season.dry()),
                tile,
                SampleLandscape.Catalogue.AS_ARCHIVES_HAVE_IT);
        ProgressBar progress = new ProgressBar(spec.commandLine().getErr());
        landscape.write(folder, (done, of) -> progress.report((double) done / of, "Blocks"));
        progress.done();
        spec.commandLine()
                .getOut()
                .println(landscape.products() + " products of " + landscape.passes() + " passes in " + folder);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
