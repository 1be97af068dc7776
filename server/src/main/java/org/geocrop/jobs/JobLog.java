package org.geocrop.jobs;

import java.util.List;
import org.geocrop.http.Links;

/** What was noted of a job. */
public record JobLog(String jobID, List<Line> lines, List<Links.Link> links) {

    /** A note, and its time (RFC 3339). */
    public record Line(String at, String message) {}
}
