package org.geocrop.cli.region;

import java.util.concurrent.Callable;
import org.geocrop.boosting.Loaders;
import org.geocrop.model.ModelStore;
import org.geocrop.raster.TileCache;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.publish.RegionPublisher;
import org.geocrop.store.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "publish",
        description = "Makes a region visible whose tiles are all written; a run does so at its end.",
        mixinStandardHelpOptions = true)
final class RegionPublishCommand implements Callable<Integer> {

    @Mixin
    RegionOptions region;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        ObjectStore objects = region.store.open();
        RegionPlan plan = region.plan(objects);
        var classes = new ModelStore(objects, Loaders.all())
                .describe(plan.request().model())
                .classes();
        new RegionPublisher(objects, TileCache.ofThisProcess()).publish(plan, classes);
        spec.commandLine().getOut().println("Published " + plan.files());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
