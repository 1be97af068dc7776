package org.geocrop.server;

import java.util.List;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.store.Json;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs as {@code statusInfo} documents, with links to their maps. */
@Component
class JobDocuments {

    private static final String RESULTS = "http://www.opengis.net/def/rel/ogc/1.0/results";

    private final Results results;
    private final Links links;

    JobDocuments(Results results, Links links) {
        this.results = results;
        this.links = links;
    }

    ObjectNode status(Job job) {
        ObjectNode status = Json.object();
        status.put("jobID", job.id()).put("processID", job.processId()).put("type", "process");
        status.put("status", job.status().label());
        status.put("message", job.message());
        status.put("progress", job.progress());
        status.put("created", job.created().toString());
        if (job.started() != null) {
            status.put("started", job.started().toString());
        }
        if (job.finished() != null) {
            status.put("finished", job.finished().toString());
        }
        status.put("updated", job.updated().toString());
        ArrayNode list = status.putArray("links");
        list.add(links.link("self", "application/json", "/jobs/" + job.id(), "This job"));
        if (job.status() == JobStatus.FAILED) {
            status.putObject("exception")
                    .put("type", "urn:geocrop:problem:" + job.errorCode())
                    .put("detail", job.message());
            list.add(
                    links.link(RESULTS, "application/problem+json", "/jobs/" + job.id() + "/results", "Why it failed"));
        }
        if (job.status() == JobStatus.SUCCESSFUL) {
            list.add(links.link(RESULTS, "application/json", "/jobs/" + job.id() + "/results", "Results"));
            results.find(job.id()).ifPresent(result -> addMaps(list, result));
        }
        return status;
    }

    private void addMaps(ArrayNode list, Result result) {
        String id = result.jobId();
        list.add(links.link("item", "application/geo+json", "/results/" + id + "/" + ResultFiles.ITEM, "STAC item"));
        list.add(links.link("tilejson", "application/json", "/tiles/" + id + "/tilejson.json", "TileJSON"));
        list.add(links.link("legend", "application/json", "/tiles/" + id + "/legend.json", "Legend"));
        for (String raster : result.rasters()) {
            list.add(links.link(
                    "enclosure",
                    ResultFiles.COG_TYPE,
                    "/results/" + id + "/" + raster + ".tif",
                    raster.replace('_', ' ')));
        }
    }

    ObjectNode list(List<Job> jobs, int limit, int offset) {
        ObjectNode list = Json.object();
        ArrayNode array = list.putArray("jobs");
        jobs.forEach(job -> array.add(status(job)));
        ArrayNode pages = list.putArray("links");
        pages.add(links.link("self", "application/json", "/jobs?limit=" + limit + "&offset=" + offset, "This page"));
        if (jobs.size() == limit) {
            int next = offset + limit;
            pages.add(links.link("next", "application/json", "/jobs?limit=" + limit + "&offset=" + next, "Next page"));
        }
        return list;
    }
}
