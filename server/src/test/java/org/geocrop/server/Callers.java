package org.geocrop.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.geocrop.Until;
import org.geocrop.job.Threads;

/**
 * Fifty requests a second, over connections that are kept alive and by a client that never tries again: tiles, pictures,
 * the list of jobs, the status of one, jobs of their own.
 */
final class Callers implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofMillis(20);
    /** A machine that is slow is asked less. */
    private static final int ON_THE_WAY = 50;

    private static final MediaType JSON = MediaType.get("application/json");

    private final Balancer balancer;
    private final String map;
    private final OkHttpClient client = client();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Threads.named("callers"));
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final long begun = System.nanoTime();
    private volatile double seconds;

    Callers(Balancer balancer, String map) {
        this.balancer = balancer;
        this.map = map;
        clock.scheduleAtFixedRate(
                Threads.surviving("A request", this::request), 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static OkHttpClient client() {
        Dispatcher dispatcher = new Dispatcher(Executors.newCachedThreadPool(Threads.named("caller")));
        dispatcher.setMaxRequests(ON_THE_WAY);
        dispatcher.setMaxRequestsPerHost(ON_THE_WAY);
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .retryOnConnectionFailure(false)
                // Shorter than servers keep them, so that none is used which is just being closed for its age.
                .connectionPool(new ConnectionPool(ON_THE_WAY, 5, TimeUnit.SECONDS))
                .callTimeout(Duration.ofMinutes(2))
                .readTimeout(Duration.ofMinutes(2))
                .build();
    }

    int answered() {
        return answered.get();
    }

    List<String> refused() {
        return List.copyOf(refused);
    }

    private int ended() {
        return answered.get() + refused.size();
    }

    /** Sends no more, and waits for what is on the way. */
    void finish() throws Exception {
        clock.shutdown();
        clock.awaitTermination(1, TimeUnit.MINUTES);
        seconds = (System.nanoTime() - begun) / 1e9;
        Until.value("answers", this::ended, ended -> ended == sent.get());
    }

    private void request() {
        if (sent.get() - ended() >= ON_THE_WAY) {
            return;
        }
        TestServer server;
        try {
            server = balancer.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Request request = request(server.url(), sent.getAndIncrement());
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException fault) {
                refused.add(call.request() + ": " + fault);
            }

            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    String body = response.body().string();
                    if (response.isSuccessful()) {
                        answered.incrementAndGet();
                    } else {
                        refused.add(call.request() + ": " + response.code() + " " + body);
                    }
                } catch (IOException fault) {
                    refused.add(call.request() + ": " + fault);
                }
            }
        });
    }

    private Request request(String url, int n) {
        Request.Builder request = new Request.Builder();
        return switch (n % 5) {
            case 0 -> request.url(url + "/xyz/" + map + "/13/4800/4495.png").build();
            case 1 ->
                request.url(url + "/wms?service=WMS&version=1.3.0&request=GetMap&layers=" + map
                                + "&styles=&crs=CRS:84&bbox=30.967,-17.491,31.013,-17.447&width=512&height=512"
                                + "&format=image/png")
                        .build();
            case 2 -> request.url(url + "/jobs?f=json").build();
            case 3 -> request.url(url + "/jobs/" + map + "?f=json").build();
            default ->
                request.url(url + "/processes/echo/execution")
                        .header("Prefer", "respond-async")
                        .post(RequestBody.create("{\"inputs\":{\"string\":\"" + n + "\"}}", JSON))
                        .build();
        };
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d requests, %.0f a second, %d refused",
                sent.get(),
                sent.get() / (seconds > 0 ? seconds : (System.nanoTime() - begun) / 1e9),
                refused.size());
    }

    @Override
    public void close() {
        System.out.println("Rolling update: " + this);
        clock.shutdownNow();
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
