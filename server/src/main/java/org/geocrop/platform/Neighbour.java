package org.geocrop.platform;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Another service, and whether it answers: anything but a fault of its own, such as a page to sign in. It is asked when
 * someone wants to know, and not again for a while, however many do.
 */
final class Neighbour {

    private static final int SERVER_FAULT = 500;

    private final String title;
    private final URI address;
    private final HttpClient http;
    private final Duration interval;
    private final Duration timeout;

    private CompletableFuture<Boolean> answers = CompletableFuture.completedFuture(false);
    private long asked;

    /**
     * A service that has not been asked yet.
     *
     * @param interval after which it is asked again
     * @param timeout after which no answer is expected any more
     */
    Neighbour(String title, URI address, HttpClient http, Duration interval, Duration timeout) {
        this.title = title;
        this.address = address;
        this.http = http;
        this.interval = interval;
        this.timeout = timeout;
        this.asked = System.nanoTime() - interval.toNanos();
    }

    /** What is known by the time that it has answered, or not in time; never fails. */
    synchronized CompletableFuture<ServiceList.Service> look() {
        if (System.nanoTime() - asked >= interval.toNanos()) {
            asked = System.nanoTime();
            answers = ask();
        }
        return answers.thenApply(it -> new ServiceList.Service(title, address.toString(), it));
    }

    private CompletableFuture<Boolean> ask() {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(timeout).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .thenApply(answer -> answer.statusCode() < SERVER_FAULT)
                .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(e -> false);
    }
}
