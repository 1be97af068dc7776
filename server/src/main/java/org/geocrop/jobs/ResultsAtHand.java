package org.geocrop.jobs;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.Results;
import org.geocrop.error.StoreException;
import org.geocrop.job.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the jobs of one document have made, for its links. A job's status is in the database alone: while the store can't
 * be read, nobody waits for it, and the links are left out.
 */
final class ResultsAtHand {

    private static final Logger LOG = LoggerFactory.getLogger(ResultsAtHand.class);
    /** What a document may lose with a store that fails. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Results results;
    private long patience;

    ResultsAtHand(Results results, boolean isReadable) {
        this.results = results;
        this.patience = isReadable ? PATIENCE_NANOS : 0;
    }

    Optional<Result> of(Job job) {
        if (patience <= 0) {
            return Optional.empty();
        }
        long begun = System.nanoTime();
        try {
            return results.find(job.id());
        } catch (StoreException e) {
            patience -= System.nanoTime() - begun;
            LOG.warn("Job {} is told of without links to its maps: {}", job.id(), e.getMessage());
            return Optional.empty();
        }
    }
}
