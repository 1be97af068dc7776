package org.geocrop.job;

/** It does what the databases do. */
class InMemoryJobStoreTest extends JobStoreContract {

    private final JobStore jobs = new InMemoryJobStore();

    @Override
    protected JobStore jobs() {
        return jobs;
    }
}
