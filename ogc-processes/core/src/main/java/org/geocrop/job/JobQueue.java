package org.geocrop.job;

/** Where accepted jobs wait for a worker. Durable: a job that was submitted runs, whatever happens in between. */
public interface JobQueue {

    /** Queues a job; nothing happens if it is queued already. */
    void submit(String jobId);
}
