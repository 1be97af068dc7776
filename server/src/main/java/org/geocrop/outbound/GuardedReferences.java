package org.geocrop.outbound;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.net.Http;
import org.geocrop.process.References;

/** Fetches inputs by reference: guarded, bounded in bytes, time and number at once. */
public final class GuardedReferences implements References {

    private static final int AT_ONCE = 8;

    private final Http http;
    private final int maxBytes;
    private final Duration timeout;
    private final Semaphore slots = new Semaphore(AT_ONCE);

    public GuardedReferences(Http http, int maxBytes, Duration timeout) {
        this.http = http;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
    }

    @Override
    public byte[] fetch(URI href) {
        if (!slots.tryAcquire()) {
            throw new InvalidRequestException("Too many inputs are fetched by reference just now; try again");
        }
        Http.Request request =
                new Http.Request(href, Map.of("Accept", "application/geo+json, application/json, */*"), null, timeout);
        try (Http.Response response = http.send(request)) {
            if (response.status() != 200) {
                throw new InvalidRequestException("What is there can't be read: HTTP status " + response.status());
            }
            byte[] bytes = response.body().readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new InvalidRequestException("What is there is longer than " + maxBytes + " bytes");
            }
            return bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidRequestException("Reading was interrupted", e);
        } catch (Http.RefusedException e) {
            throw new InvalidRequestException("The address may not be reached: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InvalidRequestException("Nothing answers there", e);
        } finally {
            slots.release();
        }
    }
}
