package org.geocrop.batch;

import java.io.Serializable;
import org.geocrop.region.RegionFiles;
import org.geocrop.s3.Stores;
import org.geocrop.store.ObjectStore;

/**
 * What the application is told, and tells its tasks.
 *
 * @param store a folder that all executors see, or the address of an S3 server
 * @param name of the region
 * @param season its label
 */
record RegionJob(String store, String name, String season) implements Serializable {

    ObjectStore open() {
        return Stores.open(store);
    }

    RegionFiles files() {
        return new RegionFiles(name, season);
    }
}
