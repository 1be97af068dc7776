package org.geocrop.s3;

import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server on loopback that keeps objects in a folder and checks signatures. */
public final class S3Server implements TestS3 {

    private final S3Proxy server;

    /** A server for HTTP. */
    public S3Server(Path folder) throws Exception {
        this.server = builder(folder).endpoint(URI.create("http://127.0.0.1:0")).build();
        server.start();
    }

    /** A server for HTTPS with the key and certificate of a PKCS 12 file. */
    public S3Server(Path folder, Path keyStore, String password) throws Exception {
        this.server = builder(folder)
                .secureEndpoint(URI.create("https://127.0.0.1:0"))
                .keyStore(keyStore.toString(), password)
                .build();
        server.start();
    }

    private static S3Proxy.Builder builder(Path folder) {
        return S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .stopTimeout(0)
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY);
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    public URI secureUrl() {
        return URI.create("https://localhost:" + server.getSecurePort());
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
