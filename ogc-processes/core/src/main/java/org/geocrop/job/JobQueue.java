package org.geocrop.job;

/** Where accepted jobs wait for a worker. Durable: a job that was submitted runs, whatever happens in between. */
public interface JobQueue {

    /** Queues a job, which runs after those of its lane and lower rank; nothing happens if it is queued already. */
    void submit(Job job);
}
