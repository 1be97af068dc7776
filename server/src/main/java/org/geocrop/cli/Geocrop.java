package org.geocrop.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Arrays;
import org.geocrop.cli.bench.BenchCommand;
import org.geocrop.cli.bench.ProcessesBench;
import org.geocrop.cli.bench.ResultsBench;
import org.geocrop.cli.bench.SamplesBench;
import org.geocrop.cli.bench.TreesBench;
import org.geocrop.cli.region.RegionCommand;
import org.geocrop.error.GeocropException;
import org.geocrop.server.GeocropServer;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code geocrop}. Exit codes: 0 done, 1 failed for a reason that the message names, 2 wrong usage. */
@Command(
        name = "geocrop",
        description = "Crop-type maps from Sentinel-2 time series.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            ClassifyCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            SampleCommand.class,
            RegionCommand.class,
            BenchCommand.class,
            SamplesBench.class,
            TreesBench.class,
            ResultsBench.class,
            ProcessesBench.class,
            ApiKeyCommand.class
        })
public final class Geocrop {

    private Geocrop() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        TemporaryFolder.use();
        if (args.length > 0 && args[0].equals("serve") && !asksForHelp(args)) {
            serve(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        System.exit(commandLine().execute(args));
    }

    /** A start that fails ends at once: threads of what was begun, such as those of HTTP clients, would hold it for a minute. */
    private static void serve(String... args) {
        try {
            GeocropServer.start(args);
        } catch (RuntimeException e) {
            // Spring has logged why.
            System.exit(CommandLine.ExitCode.SOFTWARE);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Geocrop())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof GeocropException || e instanceof IllegalArgumentException) {
                        command.getErr().println("geocrop: " + e.getMessage());
                    } else {
                        e.printStackTrace(command.getErr());
                    }
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static boolean asksForHelp(String[] args) {
        return Arrays.stream(args).anyMatch(arg -> arg.equals("--help") || arg.equals("-h"));
    }
}
