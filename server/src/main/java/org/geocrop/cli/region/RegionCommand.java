package org.geocrop.cli.region;

import picocli.CommandLine.Command;

@Command(
        name = "region",
        description = "Maps whole countries: plan, run on Apache Spark, look at how far it is, make it visible.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RegionPlanCommand.class,
            RegionRunCommand.class,
            RegionStatusCommand.class,
            RegionPublishCommand.class,
            RegionRemoveCommand.class
        })
public final class RegionCommand {}
