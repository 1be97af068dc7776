package org.geocrop.cli.region;

import java.util.concurrent.Callable;
import org.geocrop.region.RegionFiles;
import org.geocrop.region.publish.RegionRemoval;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "remove",
        description =
                "Removes a region's season: its layer, map tiles, plan and what workers wrote. Nobody may run it.",
        mixinStandardHelpOptions = true)
final class RegionRemoveCommand implements Callable<Integer> {

    @Mixin
    RegionOptions region;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        RegionFiles files = new RegionFiles(region.name, region.label);
        int removed = RegionRemoval.remove(region.store.open(), files);
        spec.commandLine().getOut().println("Removed " + files + ": " + removed + " objects");
        spec.commandLine().getOut().flush();
        return 0;
    }
}
