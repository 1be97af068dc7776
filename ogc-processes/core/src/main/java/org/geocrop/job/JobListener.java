package org.geocrop.job;

/** Hears what becomes of jobs, from the worker that runs them. */
public interface JobListener {

    /** Nobody listens. */
    JobListener NONE = new JobListener() {};

    /** A job runs and has come further. Called often. */
    default void running(Job job) {}

    /** A job has ended, as its status says. */
    default void ended(Job job) {}
}
