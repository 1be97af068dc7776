package org.geocrop.http.request;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client prefers (RFC 7240).
 *
 * @param async answer at once with the job, or after {@code longest} if it has not ended by then
 * @param longest how long the client wants to wait for results; null if it did not say
 */
public record Preferences(boolean async, @Nullable Duration longest) {

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,6})\"?");

    public static Preferences read(@Nullable String header) {
        if (header == null) {
            return new Preferences(false, null);
        }
        String prefer = header.toLowerCase(Locale.ROOT);
        Matcher wait = WAIT.matcher(prefer);
        return new Preferences(
                prefer.contains("respond-async"),
                wait.find() ? Duration.ofSeconds(Long.parseLong(wait.group(1))) : null);
    }

    /** The same, for a request whose body has the {@code mode} of drafts before OGC API Processes 1.0. */
    public Preferences withMode(String mode) {
        return mode.equals("async") ? new Preferences(true, longest) : this;
    }

    /** How long to wait for results before the job is the answer. */
    public Duration patience(Duration allowed) {
        if (longest == null) {
            return async ? Duration.ZERO : allowed;
        }
        return longest.compareTo(allowed) < 0 ? longest : allowed;
    }

    /** What was heeded, for the header Preference-Applied; empty if nothing was asked for, or less was given. */
    public String applied(boolean answeredWithJob, Duration allowed) {
        String respond = async && answeredWithJob ? "respond-async" : "";
        String waited = longest == null || longest.compareTo(allowed) > 0 ? "" : "wait=" + longest.toSeconds();
        return respond.isEmpty() || waited.isEmpty() ? respond + waited : respond + ", " + waited;
    }
}
