package org.geocrop.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine;

/** The version and the commit that the build has written down. */
final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/META-INF/build-info.properties")) {
            if (in != null) {
                build.load(in);
            }
        }
        return new String[] {
            "geocrop " + build.getProperty("build.version", "(not packaged)"),
            "commit " + build.getProperty("build.revision", "unknown")
        };
    }
}
