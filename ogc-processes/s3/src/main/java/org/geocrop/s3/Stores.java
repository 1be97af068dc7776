package org.geocrop.s3;

import java.net.URI;
import java.nio.file.Path;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectStore;

/** Opens object stores by their address. */
public final class Stores {

    private Stores() {}

    /**
     * A store.
     *
     * @param location a folder, or the http(s) address of an S3 server, its keys from the environment
     *     ({@code AWS_ACCESS_KEY_ID}, …) or the AWS credentials file
     */
    public static ObjectStore open(String location) {
        if (!location.matches("https?://.*")) {
            return new FolderStore(Path.of(location));
        }
        return new S3Store(new S3Settings(
                URI.create(location), S3Settings.DEFAULT_REGION, null, null, null, null, S3Settings.DEFAULT_TIMEOUT));
    }
}
