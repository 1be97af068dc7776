package org.geocrop.k8s;

import static org.geocrop.k8s.Manifests.object;
import static org.geocrop.k8s.Manifests.objects;
import static org.geocrop.k8s.Manifests.text;
import static org.geocrop.k8s.Manifests.title;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/** How the pods of a deployment are replaced, as the server's RollingUpdateIT does it. */
final class RollingUpdate {

    /** That the ingress takes to hear of a pod's end, on a slow day. */
    private static final Duration HEARD = Duration.ofSeconds(5);

    /** For requests that run when a server's port closes, as Spring has it, and for jobs that are given back. */
    private static final Duration TO_END = Duration.ofSeconds(45);

    private RollingUpdate() {}

    static Stream<String> findings(JsonObject deployment) {
        JsonObject rule = object(deployment, "spec", "strategy", "rollingUpdate");
        JsonObject pod = object(deployment, "spec", "template", "spec");
        Duration grace = Duration.ofSeconds(
                Long.parseLong(Objects.requireNonNullElse(text(pod, "terminationGracePeriodSeconds"), "30")));
        Duration drain = drain(pod);
        String title = title(deployment);
        Stream.Builder<String> findings = Stream.builder();
        if (!"0".equals(text(rule, "maxUnavailable"))) {
            findings.add(title + " takes pods away before their successors are ready");
        }
        if (isAsked(pod) && drain.compareTo(HEARD) < 0) {
            findings.add(title + " closes its port before the ingress has left it");
        }
        if (grace.compareTo(drain.plus(TO_END)) < 0) {
            findings.add(title + " is killed before it has ended");
        }
        return findings.build();
    }

    private static boolean isAsked(JsonObject pod) {
        return objects(pod, "containers").stream()
                .flatMap(container -> objects(container, "ports").stream())
                .anyMatch(port -> "http".equals(text(port, "name")));
    }

    private static Duration drain(JsonObject pod) {
        return objects(pod, "containers").stream()
                .flatMap(container -> objects(container, "env").stream())
                .filter(variable -> "GEOCROP_DRAIN".equals(text(variable, "name")))
                .map(variable -> Duration.parse("PT" + text(variable, "value")))
                .findFirst()
                .orElse(Duration.ZERO);
    }
}
