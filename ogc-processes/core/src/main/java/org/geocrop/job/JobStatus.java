package org.geocrop.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Status of a job as OGC API Processes names it. */
public enum JobStatus {
    ACCEPTED,
    RUNNING,
    SUCCESSFUL,
    FAILED,
    DISMISSED;

    public boolean isFinal() {
        return switch (this) {
            case ACCEPTED, RUNNING -> false;
            case SUCCESSFUL, FAILED, DISMISSED -> true;
        };
    }

    /** The name in OGC documents. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
