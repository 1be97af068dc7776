package org.geocrop.catalogue;

import org.geocrop.store.ObjectKey;

/**
 * A thing that someone owns: a job with its result and its subscriptions, or all versions of a model or of a data set, or
 * all seasons of a region.
 *
 * @param kind what it is
 * @param name a job's id, or the name without a version
 */
public record Thing(Kind kind, String name) {

    /** What may be owned. */
    public enum Kind {
        JOB,
        MODEL,
        DATASET,
        REGION
    }

    public static Thing job(String id) {
        return new Thing(Kind.JOB, id);
    }

    /** All versions of a model. */
    public static Thing model(String name) {
        return new Thing(Kind.MODEL, name);
    }

    /** All versions of a data set. */
    public static Thing dataset(String name) {
        return new Thing(Kind.DATASET, name);
    }

    /** All seasons of a region. */
    public static Thing region(String name) {
        return new Thing(Kind.REGION, name);
    }

    /** The data set to which an object in the bucket of data sets belongs: that of its first folder. */
    static Thing ofFile(ObjectKey file) {
        return dataset(file.key().split("/", 2)[0]);
    }
}
