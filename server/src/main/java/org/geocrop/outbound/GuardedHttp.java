package org.geocrop.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.geocrop.net.Http;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to the addresses that a guard allows. The guard resolves names, sees each redirect, and has the last word when a
 * socket connects, so that a name that changes its address between check and use gains nothing. No proxy, no cookies,
 * no credentials.
 */
public final class GuardedHttp implements Http {

    private static final int MAX_REDIRECTS = 5;

    /** Connects sockets; a test puts its own in the place of the network. */
    @FunctionalInterface
    public interface Connector {
        void connect(Socket socket, SocketAddress address, int timeoutMs) throws IOException;

        /** The network. */
        Connector NETWORK = (socket, address, timeoutMs) -> ((PlainConnect) socket).plainConnect(address, timeoutMs);
    }

    private interface PlainConnect {
        void plainConnect(SocketAddress address, int timeoutMs) throws IOException;
    }

    private final AddressGuard guard;
    private final OkHttpClient client;

    /**
     * A client.
     *
     * @param whole the most time that one exchange may take, to its last byte
     */
    public GuardedHttp(AddressGuard guard, Connector connector, Duration whole) {
        this.guard = guard;
        this.client = new OkHttpClient.Builder()
                .dns(host -> resolve(guard, host))
                .socketFactory(new GuardedSockets(guard, connector))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofSeconds(20))
                .callTimeout(whole)
                .connectionPool(new ConnectionPool(32, 30, TimeUnit.SECONDS))
                .build();
    }

    /** The guard, for checks before anything is sent. */
    public AddressGuard guard() {
        return guard;
    }

    @Override
    public Http.Response send(Http.Request request) throws IOException {
        Http.Request next = request;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            guard.check(next.uri());
            okhttp3.Response response = client.newCall(build(next)).execute();
            String location = response.isRedirect() ? response.header("Location") : null;
            if (location == null) {
                return new Answer(response);
            }
            response.close();
            next = redirected(next, location);
        }
        throw new RefusedException("it redirects more than " + MAX_REDIRECTS + " times");
    }

    private static Http.Request redirected(Http.Request request, String location) throws RefusedException {
        try {
            URI to = request.uri().resolve(location);
            if ("https".equalsIgnoreCase(request.uri().getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
                throw new RefusedException("it redirects from https to " + to.getScheme());
            }
            return new Http.Request(to, request.headers(), request.body(), request.timeout());
        } catch (IllegalArgumentException e) {
            throw new RefusedException("it redirects to what is no address");
        }
    }

    private static okhttp3.Request build(Http.Request request) throws RefusedException {
        try {
            okhttp3.Request.Builder builder =
                    new okhttp3.Request.Builder().url(request.uri().toString());
            request.headers().forEach(builder::header);
            if (request.body() != null) {
                String type = request.headers().getOrDefault("Content-Type", "application/json");
                builder.post(RequestBody.create(request.body(), MediaType.parse(type)));
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new RefusedException("it is no address that can be reached: " + e.getMessage());
        }
    }

    private static java.util.List<InetAddress> resolve(AddressGuard guard, String host) throws UnknownHostException {
        try {
            return guard.resolve(host);
        } catch (RefusedException e) {
            UnknownHostException refused = new UnknownHostException(e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    private record Answer(okhttp3.Response response) implements Http.Response {

        @Override
        public int status() {
            return response.code();
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(response.header(name));
        }

        @Override
        public InputStream body() {
            return response.body() == null
                    ? InputStream.nullInputStream()
                    : response.body().byteStream();
        }

        @Override
        public void close() {
            response.close();
        }
    }

    /** Makes sockets that ask the guard once more before they connect. */
    private static final class GuardedSockets extends SocketFactory {

        private final AddressGuard guard;
        private final Connector connector;

        GuardedSockets(AddressGuard guard, Connector connector) {
            this.guard = guard;
            this.connector = connector;
        }

        @Override
        public Socket createSocket() {
            return new GuardedSocket(guard, connector);
        }

        @Override
        public Socket createSocket(@Nullable String host, int port) {
            throw new UnsupportedOperationException("Sockets are connected later");
        }

        @Override
        public Socket createSocket(@Nullable String host, int port, @Nullable InetAddress local, int localPort) {
            throw new UnsupportedOperationException("Sockets are connected later");
        }

        @Override
        public Socket createSocket(@Nullable InetAddress host, int port) {
            throw new UnsupportedOperationException("Sockets are connected later");
        }

        @Override
        public Socket createSocket(@Nullable InetAddress host, int port, @Nullable InetAddress local, int localPort) {
            throw new UnsupportedOperationException("Sockets are connected later");
        }
    }

    private static final class GuardedSocket extends Socket implements PlainConnect {

        private final AddressGuard guard;
        private final Connector connector;

        GuardedSocket(AddressGuard guard, Connector connector) {
            this.guard = guard;
            this.connector = connector;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeoutMs) throws IOException {
            if (!(endpoint instanceof InetSocketAddress address) || address.isUnresolved()) {
                throw new RefusedException("its host has no address");
            }
            guard.check(address.getAddress());
            connector.connect(this, endpoint, timeoutMs);
        }

        @Override
        public void plainConnect(SocketAddress address, int timeoutMs) throws IOException {
            super.connect(address, timeoutMs);
        }
    }
}
