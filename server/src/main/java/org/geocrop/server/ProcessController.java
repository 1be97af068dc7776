package org.geocrop.server;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.process.ClassifyCrops;
import org.geocrop.store.Json;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Processes: their list, descriptions and execution (OGC API Processes 1.0, clauses 7.8 to 7.11). */
@RestController
class ProcessController {

    private static final String EXECUTE = "http://www.opengis.net/def/rel/ogc/1.0/execute";

    private final ClassifyCrops process;
    private final Executions executions;
    private final Links links;
    private final int bodyBytes;

    ProcessController(ClassifyCrops process, Executions executions, Links links, Settings settings) {
        this.process = process;
        this.executions = executions;
        this.links = links;
        this.bodyBytes = settings.limits().bodyBytes();
    }

    @GetMapping("/processes")
    ResponseEntity<byte[]> list() {
        ObjectNode list = Json.object();
        ObjectNode summary = process.description();
        summary.remove("inputs");
        summary.remove("outputs");
        summary.putArray("links")
                .add(links.link("self", "application/json", "/processes/" + ClassifyCrops.ID, "Description"));
        list.putArray("processes").add(summary);
        list.putArray("links").add(links.link("self", "application/json", "/processes", "This document"));
        return Replies.json(list);
    }

    @GetMapping("/processes/{id}")
    ResponseEntity<byte[]> describe(@PathVariable String id) {
        if (!id.equals(ClassifyCrops.ID)) {
            return noSuchProcess(id);
        }
        ObjectNode description = process.description();
        description
                .putArray("links")
                .add(links.link("self", "application/json", "/processes/" + id, "This document"))
                .add(links.link(EXECUTE, "application/json", "/processes/" + id + "/execution", "Execute"));
        return Replies.json(description);
    }

    @PostMapping(path = "/processes/{id}/execution", consumes = "application/json")
    ResponseEntity<byte[]> execute(@PathVariable String id, HttpServletRequest http) throws IOException {
        if (!id.equals(ClassifyCrops.ID)) {
            return noSuchProcess(id);
        }
        byte[] body = http.getInputStream().readNBytes(bodyBytes + 1);
        if (body.length > bodyBytes) {
            return Problem.answer(
                    413, "about:blank", "Content Too Large", "A request has at most " + bodyBytes + " bytes");
        }
        JsonNode request = parse(body);
        process.validate(request.path("inputs"));
        executions.checkOutputs(request);
        String prefer = Objects.requireNonNullElse(http.getHeader("Prefer"), "").toLowerCase(Locale.ROOT);
        return executions.execute(id, request, prefer.contains("respond-async"));
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode request = Json.read(body);
            if (!request.isObject()) {
                throw new InvalidRequestException("An execute request is a JSON object with 'inputs'");
            }
            return request;
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException("The body is not JSON: " + e.getMessage(), e);
        }
    }

    private static ResponseEntity<byte[]> noSuchProcess(String id) {
        return Problem.ogc(
                404,
                "no-such-process",
                "No such process",
                "There is no process '" + (id.length() > 60 ? id.substring(0, 60) : id) + "'; there is "
                        + ClassifyCrops.ID);
    }
}
