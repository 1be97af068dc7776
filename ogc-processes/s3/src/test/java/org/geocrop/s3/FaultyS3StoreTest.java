package org.geocrop.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.geocrop.FaultProxy;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.ObjectStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract on an S3 server behind a network that harms every fourth request. */
class FaultyS3StoreTest extends ObjectStoreContract {

    @TempDir
    Path folder;

    private S3Server server;
    private FaultProxy proxy;
    private S3Store store;

    @BeforeEach
    void start() throws Exception {
        server = new S3Server(folder);
        proxy = new FaultProxy(server.url(), 0.25);
        store = new S3Store(S3Settings.of(proxy.url(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
        store.createBuckets();
    }

    @AfterEach
    void stop() throws Exception {
        assertThat(proxy.faults()).isPositive();
        proxy.close();
        server.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }
}
