package org.geocrop.k8s;

import static org.geocrop.k8s.Manifests.name;
import static org.geocrop.k8s.Manifests.namespace;
import static org.geocrop.k8s.Manifests.object;
import static org.geocrop.k8s.Manifests.objects;
import static org.geocrop.k8s.Manifests.selects;
import static org.geocrop.k8s.Manifests.text;
import static org.geocrop.k8s.Manifests.title;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.k8s.Manifests.Pod;

/** Names in manifests that lead to other objects. */
final class References {

    private final Manifests manifests;
    private final List<String> findings = new ArrayList<>();

    References(Manifests manifests) {
        this.manifests = manifests;
    }

    List<String> findings() {
        manifests.of("Service").forEach(this::service);
        manifests.of("Ingress").forEach(this::ingress);
        manifests.of("HorizontalPodAutoscaler").forEach(this::scaler);
        manifests.of("PodDisruptionBudget").forEach(it -> selected(it, object(it, "spec", "selector", "matchLabels")));
        manifests.of("NetworkPolicy").forEach(this::peers);
        manifests.pods().forEach(this::pod);
        return findings;
    }

    /** The secrets that pods and middlewares need. */
    static Set<String> secrets(Manifests manifests) {
        Set<String> names = new TreeSet<>();
        for (Pod pod : manifests.pods()) {
            for (JsonObject container : pod.containers()) {
                objects(container, "env")
                        .forEach(it -> names.add(text(object(it, "valueFrom", "secretKeyRef"), "name") + ""));
                objects(container, "envFrom").forEach(it -> names.add(text(object(it, "secretRef"), "name") + ""));
            }
            objects(pod.spec(), "volumes").forEach(it -> names.add(text(object(it, "secret"), "secretName") + ""));
        }
        manifests.of("Middleware").forEach(it -> names.add(text(object(it, "spec", "basicAuth"), "secret") + ""));
        names.remove("null");
        return names;
    }

    /** Secrets and their keys by which variables are filled: {@code name/key}. */
    static Set<String> secretKeys(Manifests manifests) {
        Set<String> keys = new TreeSet<>();
        for (Pod pod : manifests.pods()) {
            for (JsonObject container : pod.containers()) {
                objects(container, "env").stream()
                        .map(it -> object(it, "valueFrom", "secretKeyRef"))
                        .filter(it -> !it.isEmpty())
                        .forEach(it -> keys.add(text(it, "name") + "/" + text(it, "key")));
            }
        }
        return keys;
    }

    private void service(JsonObject service) {
        JsonObject spec = object(service, "spec");
        List<Pod> pods = selected(service, object(spec, "selector"));
        for (JsonObject port : objects(spec, "ports")) {
            String target = text(port, "targetPort");
            boolean there = pods.stream()
                    .flatMap(pod -> pod.containers().stream())
                    .flatMap(it -> objects(it, "ports").stream())
                    .anyMatch(it -> Objects.equals(target, text(it, "name"))
                            || Objects.equals(target, text(it, "containerPort")));
            if (!there) {
                findings.add(title(service) + ": its pods have no port " + target);
            }
        }
    }

    private List<Pod> selected(JsonObject from, JsonObject selector) {
        List<Pod> pods = manifests.pods().stream()
                .filter(pod ->
                        Objects.equals(namespace(pod.owner()), namespace(from)) && selects(selector, pod.labels()))
                .toList();
        if (pods.isEmpty() || selector.isEmpty()) {
            findings.add(title(from) + " selects no pod");
        }
        return pods;
    }

    private void ingress(JsonObject ingress) {
        for (JsonObject rule : objects(object(ingress, "spec"), "rules")) {
            for (JsonObject path : objects(object(rule, "http"), "paths")) {
                JsonObject backend = object(path, "backend", "service");
                String port = text(object(backend, "port"), "name");
                boolean there = manifests.of("Service").stream()
                        .filter(it -> name(it).equals(text(backend, "name")))
                        .flatMap(it -> objects(object(it, "spec"), "ports").stream())
                        .anyMatch(it -> Objects.equals(port, text(it, "name")));
                if (!there) {
                    findings.add(
                            title(ingress) + ": there is no service " + text(backend, "name") + " with a port " + port);
                }
            }
        }
    }

    private void scaler(JsonObject scaler) {
        JsonObject target = object(scaler, "spec", "scaleTargetRef");
        boolean there = manifests.of(String.valueOf(text(target, "kind"))).stream()
                .anyMatch(it -> name(it).equals(text(target, "name")));
        if (!there) {
            findings.add(title(scaler) + " scales nothing");
        }
    }

    /** Peers of network policies that are named by the label app. */
    private void peers(JsonObject policy) {
        for (String direction : List.of("ingress", "egress")) {
            for (JsonObject rule : objects(object(policy, "spec"), direction)) {
                for (JsonObject peer : objects(rule, direction.equals("ingress") ? "from" : "to")) {
                    String app = text(object(peer, "podSelector", "matchLabels"), "app");
                    boolean there = app == null
                            || app.equals("prometheus")
                            || manifests.pods().stream().anyMatch(pod -> app.equals(text(pod.labels(), "app")));
                    if (!there) {
                        findings.add(title(policy) + ": there is no pod " + app);
                    }
                }
            }
        }
    }

    private void pod(Pod pod) {
        Set<String> configMaps = new TreeSet<>();
        Set<String> volumes = new TreeSet<>();
        for (JsonObject volume : objects(pod.spec(), "volumes")) {
            volumes.add(text(volume, "name"));
            configMaps.add(text(object(volume, "configMap"), "name") + "");
        }
        objects(object(pod.owner(), "spec"), "volumeClaimTemplates").forEach(it -> volumes.add(name(it)));
        for (JsonObject container : pod.containers()) {
            objects(container, "envFrom").forEach(it -> configMaps.add(text(object(it, "configMapRef"), "name") + ""));
            objects(container, "volumeMounts").stream()
                    .map(it -> text(it, "name"))
                    .filter(it -> !volumes.contains(it))
                    .forEach(it -> findings.add(title(pod.owner()) + " has no volume " + it));
        }
        configMaps.remove("null");
        for (String wanted : configMaps) {
            if (manifests.of("ConfigMap").stream().noneMatch(it -> name(it).equals(wanted))) {
                findings.add(title(pod.owner()) + ": there is no config map " + wanted);
            }
        }
    }
}
