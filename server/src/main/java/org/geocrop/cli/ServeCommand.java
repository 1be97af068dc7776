package org.geocrop.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Help for {@code geocrop serve}; {@link Geocrop#main} starts the server itself. */
@Command(
        name = "serve",
        description = "Starts the server. Settings are those of application.yml, as environment variables or as"
                + " --name=value.",
        footer = {"", "Example:", "  geocrop serve --server.port=9090 --geocrop.data=/var/lib/geocrop"},
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return 0;
    }
}
