package org.geocrop.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends HTTP requests. Which addresses may be reached is the implementation's: {@link #direct} reaches all. */
@FunctionalInterface
public interface Http {

    /**
     * A request.
     *
     * @param body sent by POST; null for GET
     * @param timeout until the answer begins
     */
    record Request(URI uri, Map<String, String> headers, byte @Nullable [] body, Duration timeout) {}

    /** An answer, whose body is read from the network. */
    interface Response extends Closeable {

        int status();

        Optional<String> header(String name);

        InputStream body();
    }

    /** The address of a request may not be reached from here; no retry will help. */
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        public RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Sends a request and waits for the head of the answer.
     *
     * @throws RefusedException if the address, or one that it redirects to, is refused
     * @throws IOException if nothing answers
     */
    Response send(Request request) throws IOException, InterruptedException;

    /** Java's own client: redirects are followed, but never from HTTPS to HTTP. */
    static Http direct() {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return request -> {
            HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri).timeout(request.timeout);
            request.headers.forEach(builder::header);
            if (request.body != null) {
                builder.POST(HttpRequest.BodyPublishers.ofByteArray(request.body));
            }
            return new Direct(client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream()));
        };
    }

    /** An answer to Java's own client. */
    record Direct(HttpResponse<InputStream> response) implements Response {

        @Override
        public int status() {
            return response.statusCode();
        }

        @Override
        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        @Override
        public InputStream body() {
            return response.body();
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }
}
