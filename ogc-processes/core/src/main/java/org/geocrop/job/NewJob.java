package org.geocrop.job;

import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.jspecify.annotations.Nullable;

/**
 * A job that asks to be accepted.
 *
 * @param owner the user who asks
 * @param processId the process
 * @param lane which jobs it waits for
 * @param request the execute request as JSON, inputs resolved
 * @param subscriber who hears of it
 * @param baseUrl what links to it begin with
 * @param bounds west, south, east, north in degrees of what it is about, or null
 * @param idempotencyKey names the request for its owner; null if it was given none
 */
public record NewJob(
        String owner,
        String processId,
        Lane lane,
        String request,
        ExecuteRequest.Subscriber subscriber,
        String baseUrl,
        double @Nullable [] bounds,
        @Nullable String idempotencyKey) {}
