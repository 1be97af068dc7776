package org.geocrop.process.input;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.geocrop.geojson.Feature;

/** A format, other than GeoJSON, of stored files with features; implementations are found as services. */
public interface FeatureFile {

    /** Whether a file is of this format, by its first bytes. */
    boolean is(byte[] file);

    /**
     * Reads all features, in CRS84.
     *
     * @param most features; of a file that has more, one more is read
     * @throws org.geocrop.error.InvalidRequestException if it is damaged or ambiguous
     */
    List<Feature> read(byte[] file, int most);

    /** The format of a file; empty where none says that it is its own. */
    static Optional<FeatureFile> of(byte[] file) {
        return Formats.KNOWN.stream().filter(format -> format.is(file)).findFirst();
    }

    /** Those that this installation has. */
    final class Formats {
        private static final List<FeatureFile> KNOWN =
                ServiceLoader.load(FeatureFile.class, FeatureFile.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();

        private Formats() {}
    }
}
