package org.geocrop.cli.options;

import java.nio.file.Path;
import org.geocrop.s3.Stores;
import org.geocrop.store.ObjectStore;
import picocli.CommandLine.Option;

/** Where models and results are kept: an option of several commands. */
public final class StoreOption {

    @Option(
            names = "--store",
            required = true,
            paramLabel = "FOLDER|URL",
            description = "The object store: a folder, or an S3 server such as https://minio.example.org:9000, its keys"
                    + " from the environment (AWS_ACCESS_KEY_ID, …) or the AWS credentials file")
    public String location;

    public ObjectStore open() {
        return Stores.open(location);
    }

    /** The same store for other processes. */
    public String absolute() {
        return location.matches("https?://.*")
                ? location
                : Path.of(location).toAbsolutePath().normalize().toString();
    }
}
