package org.geocrop.cli;

import picocli.CommandLine;

/** The version in the jar's manifest. */
final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Geocrop.class.getPackage().getImplementationVersion();
        return new String[] {"geocrop " + (version == null ? "(not packaged)" : version)};
    }
}
