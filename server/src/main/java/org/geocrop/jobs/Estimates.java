package org.geocrop.jobs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.job.Job;
import org.geocrop.job.JobStore;
import org.geocrop.json.Json;
import org.geocrop.process.Workload;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How much a request asks for, and how long past jobs of its process took for as much. */
@Component
public class Estimates {

    private static final int PAST_JOBS = 50;
    /** Share of past jobs that the error covers: one standard deviation, if errors were normal. */
    private static final double COVERED = 0.68;

    private final JobStore jobs;

    Estimates(JobStore jobs) {
        this.jobs = jobs;
    }

    public ObjectNode of(Executions.Order order) {
        String process = order.process().id();
        Workload workload = order.prepared()
                .workload()
                .orElseThrow(() ->
                        new InvalidRequestException("The work of the process " + process + " can't be told before"));
        ObjectNode json = Json.object();
        json.put("km2", Math.round(workload.km2() * 1000) / 1000.0);
        json.put("pixels", workload.pixels());
        json.put("scenes", workload.scenes());
        json.put("bytes", workload.bytes());
        List<Double> rates = rates(process);
        json.put("past_jobs", rates.size());
        if (!rates.isEmpty()) {
            double rate = rates.get(rates.size() / 2);
            double seconds = rate * workload.pixels() * workload.scenes();
            json.put("seconds", Math.round(seconds * 10) / 10.0);
            if (rates.size() > 1) {
                json.put("seconds_error", Math.round(seconds * error(rates, rate) * 10) / 10.0);
            }
        }
        return json;
    }

    /** Seconds for a pixel of a scene of past jobs that reused nothing, in rising order. */
    private List<Double> rates(String processId) {
        List<Double> rates = new ArrayList<>();
        for (Job job : jobs.measured(processId, PAST_JOBS)) {
            JsonNode measure = parse(job);
            double work =
                    measure.path("pixels").asDouble(0) * measure.path("scenes").asDouble(0);
            if (work > 0 && measure.path("reused").asInt(0) == 0 && job.started() != null && job.finished() != null) {
                rates.add(Duration.between(job.started(), job.finished()).toMillis() / 1000.0 / work);
            }
        }
        rates.sort(null);
        return rates;
    }

    private static double error(List<Double> rates, double rate) {
        List<Double> errors = new ArrayList<>();
        rates.forEach(each -> errors.add(Math.abs(each / rate - 1)));
        errors.sort(null);
        return errors.get((int) Math.min(errors.size() - 1, Math.ceil(errors.size() * COVERED) - 1));
    }

    private static JsonNode parse(Job job) {
        try {
            return Json.read(String.valueOf(job.measure()).getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedException e) {
            throw new IllegalStateException("A measure was written as JSON", e);
        }
    }
}
