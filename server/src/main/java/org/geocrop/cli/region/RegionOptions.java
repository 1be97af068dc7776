package org.geocrop.cli.region;

import org.geocrop.cli.options.StoreOption;
import org.geocrop.region.RegionFiles;
import org.geocrop.region.RegionPlan;
import org.geocrop.store.ObjectStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which region's season: options of the commands about one that is planned. */
final class RegionOptions {

    @Mixin
    StoreOption store;

    @Option(names = "--name", required = true, description = "Name of the region")
    String name;

    @Option(
            names = "--label",
            required = true,
            paramLabel = "SEASON",
            description = "Label of the season, such as 2022-2023")
    String label;

    RegionPlan plan(ObjectStore objects) {
        return RegionPlan.read(objects, new RegionFiles(name, label));
    }
}
