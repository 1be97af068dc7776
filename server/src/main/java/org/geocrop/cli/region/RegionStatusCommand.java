package org.geocrop.cli.region;

import java.util.concurrent.Callable;
import org.geocrop.json.Json;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionProgress;
import org.geocrop.store.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "status", description = "Says how far a region is, wherever it runs.", mixinStandardHelpOptions = true)
final class RegionStatusCommand implements Callable<Integer> {

    @Mixin
    RegionOptions region;

    @Option(names = "--json", description = "Print JSON")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        ObjectStore objects = region.store.open();
        RegionPlan plan = region.plan(objects);
        RegionProgress progress = RegionProgress.of(objects, plan);
        var out = spec.commandLine().getOut();
        if (json) {
            out.print(new String(Json.pretty(progress), java.nio.charset.StandardCharsets.UTF_8));
        } else {
            out.printf(
                    "%s: %d of %d units, %d of %d tiles, %s%n",
                    plan.files(),
                    progress.unitsDone(),
                    progress.units(),
                    progress.tilesDone(),
                    progress.tiles(),
                    progress.isPublished() ? "published" : "not published");
        }
        out.flush();
        return 0;
    }
}
