package org.geocrop.cli;

import java.net.URI;
import java.nio.file.Path;
import org.geocrop.s3.S3Settings;
import org.geocrop.s3.S3Store;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectStore;
import picocli.CommandLine.Option;

/** Where models and results are kept: an option of several commands. */
final class StoreOption {

    @Option(
            names = "--store",
            required = true,
            paramLabel = "FOLDER|URL",
            description = "The object store: a folder, or an S3 server such as https://minio.example.org:9000, its keys"
                    + " from the environment (AWS_ACCESS_KEY_ID, …) or the AWS credentials file")
    String location;

    ObjectStore open() {
        if (!location.matches("https?://.*")) {
            return new FolderStore(Path.of(location));
        }
        return new S3Store(new S3Settings(
                URI.create(location), S3Settings.DEFAULT_REGION, null, null, null, null, S3Settings.DEFAULT_TIMEOUT));
    }
}
