package org.geocrop.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.job.Job;
import org.geocrop.job.JobStore;
import org.geocrop.process.Workload;
import org.springframework.stereotype.Component;

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

    public Estimate of(Executions.Order order) {
        String process = order.process().id();
        Workload workload = order.prepared()
                .workload()
                .orElseThrow(() ->
                        new InvalidRequestException("The work of the process " + process + " can't be told before"));
        List<Double> rates = rates(process);
        Double seconds = null;
        Double secondsError = null;
        if (!rates.isEmpty()) {
            double rate = rates.get(rates.size() / 2);
            double expected = rate * workload.pixels() * workload.scenes();
            seconds = Math.round(expected * 10) / 10.0;
            secondsError = rates.size() > 1 ? Math.round(expected * error(rates, rate) * 10) / 10.0 : null;
        }
        return new Estimate(
                Math.round(workload.km2() * 1000) / 1000.0,
                workload.pixels(),
                workload.scenes(),
                workload.bytes(),
                rates.size(),
                seconds,
                secondsError);
    }

    /** Seconds for a pixel of a scene of past jobs that reused nothing, in rising order. */
    private List<Double> rates(String processId) {
        List<Double> rates = new ArrayList<>();
        for (Job job : jobs.measured(processId, PAST_JOBS)) {
            double work = job.measured()
                    .filter(measure -> measure.reused() == 0)
                    .map(measure -> (double) measure.pixels() * measure.scenes())
                    .orElse(0.0);
            if (work > 0 && job.started() != null && job.finished() != null) {
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
}
