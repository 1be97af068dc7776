package org.geocrop.cli;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.geocrop.hash.Sha256;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes an API key: the key for its user, and its hash for the settings. */
@Command(name = "api-key", description = "Make an API key: prints the key once, and what to put into the settings")
final class ApiKeyCommand implements Callable<Integer> {

    private static final int BYTES = 32;

    @Option(names = "--user", required = true, paramLabel = "NAME", description = "Who gets it")
    String user;

    @Option(
            names = "--role",
            defaultValue = "analyst",
            paramLabel = "ROLE",
            description = "viewer, analyst or admin (default: ${DEFAULT-VALUE})")
    String role;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String key = "gck_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var out = spec.commandLine().getOut();
        out.printf("# The header X-API-Key of %s; it is not kept anywhere:%n%s%n", user, key);
        out.printf("# In geocrop.identity.api-keys of the settings:%n");
        out.printf("- {user: \"%s\", role: %s, sha256: %s}%n", user, role, Sha256.of(key));
        out.flush();
        return 0;
    }
}
