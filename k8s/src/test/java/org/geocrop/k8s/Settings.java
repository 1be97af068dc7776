package org.geocrop.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of the repository that manifests have to agree with. */
final class Settings {

    private static final Path TOP = Manifests.K8S.getParent();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(GEOCROP_[A-Z0-9_]+)[:}]");

    private Settings() {}

    /** The variables that application.yml names. */
    static Set<String> known() {
        Set<String> names = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(read("server/src/main/resources/application.yml"));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    static String deploymentGuide() {
        return read("docs/how-to/deploy.md");
    }

    static String read(String path) {
        try {
            return Files.readString(TOP.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
