package org.geocrop.jobs;

import java.util.List;
import org.geocrop.http.Links;

/** A page of jobs, newest first. */
public record JobList(List<StatusInfo> jobs, List<Links.Link> links) {}
