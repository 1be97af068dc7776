package org.geocrop.k8s;

import static org.geocrop.k8s.Manifests.namespace;
import static org.geocrop.k8s.Manifests.object;
import static org.geocrop.k8s.Manifests.objects;
import static org.geocrop.k8s.Manifests.selects;
import static org.geocrop.k8s.Manifests.text;
import static org.geocrop.k8s.Manifests.title;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.geocrop.k8s.Manifests.Pod;

/** What the platform demands of what is deployed. Each rule says what breaks it; nothing is good. */
enum Policy {
    /** No image without a tag or digest, none that is called latest; ours are named by a commit where they are pulled. */
    PINNED_IMAGES(eachContainer((pod, container) -> {
        String image = String.valueOf(text(container, "image"));
        String tag = image.contains("@sha256:")
                ? "digest"
                : image.replaceFirst("^.*/", "").replaceFirst("^[^:]*:?", "");
        boolean isOurs = image.contains("/geocrop/");
        if (tag.isEmpty() || tag.equals("latest")) {
            return image + " is not pinned";
        }
        return isOurs && !tag.matches("[0-9a-f]{40}") ? image + " is not named by a commit" : null;
    })),

    NON_ROOT(eachPod(pod -> {
        JsonObject context = object(pod.spec(), "securityContext");
        boolean isNonRoot = "true".equals(text(context, "runAsNonRoot")) && !"0".equals(text(context, "runAsUser"));
        return isNonRoot || pod.exemption("runs-as-root") != null ? null : "may run as root";
    })),

    /** The rest of the restricted profile of the pod security standards. */
    RESTRICTED(eachContainer((pod, container) -> {
        JsonObject context = object(container, "securityContext");
        boolean drops = objectsOf(object(context, "capabilities"), "drop").contains("ALL")
                && objectsOf(object(context, "capabilities"), "add").isEmpty();
        String seccomp = text(object(pod.spec(), "securityContext", "seccompProfile"), "type");
        boolean isRestricted = "false".equals(text(context, "allowPrivilegeEscalation"))
                && drops
                && "RuntimeDefault".equals(seccomp)
                && !"true".equals(text(context, "privileged"));
        return isRestricted || pod.exemption("runs-as-root") != null ? null : "is not restricted";
    })),

    READ_ONLY_ROOT(eachContainer((pod, container) ->
            "true".equals(text(object(container, "securityContext"), "readOnlyRootFilesystem"))
                            || pod.exemption("runs-as-root") != null
                    ? null
                    : "can write to its root")),

    REQUESTS_AND_LIMITS(eachContainer((pod, container) -> {
        JsonObject resources = object(container, "resources");
        return Stream.of("requests", "limits")
                        .flatMap(kind -> Stream.of("cpu", "memory").map(of -> text(object(resources, kind), of)))
                        .allMatch(Objects::nonNull)
                ? null
                : "lacks a request or a limit of cpu or memory";
    })),

    PROBES(eachPod(pod -> {
        boolean isService = Set.of("Deployment", "StatefulSet", "DaemonSet").contains(text(pod.owner(), "kind"));
        return isService
                        && !objects(pod.spec(), "containers").stream()
                                .allMatch(it -> it.has("readinessProbe") && it.has("livenessProbe"))
                ? "has a container without probes"
                : null;
    })),

    /** No secret in the repository: no Secret with a value, no variable that looks like one and has a value. */
    SECRETS_BY_REFERENCE(manifests -> {
        List<String> findings = new ArrayList<>();
        manifests.of("Secret").forEach(it -> findings.add(title(it) + " is in the repository"));
        Pattern secret = Pattern.compile("PASSWORD|SECRET|TOKEN|ACCESS_KEY");
        for (Pod pod : manifests.pods()) {
            for (JsonObject container : pod.containers()) {
                for (JsonObject variable : objects(container, "env")) {
                    if (secret.matcher(text(variable, "name")).find() && variable.has("value")) {
                        findings.add(title(pod.owner()) + " has " + text(variable, "name") + " in plain text");
                    }
                }
            }
        }
        return findings;
    }),

    /** Nothing of the node: no network, paths or ports of it; only the ingress leads in. */
    NOTHING_OF_THE_HOST(manifests -> {
        List<String> findings = new ArrayList<>(eachPod(pod -> {
                    boolean uses = Stream.of("hostNetwork", "hostPID", "hostIPC")
                                    .anyMatch(key -> "true".equals(text(pod.spec(), key)))
                            || objects(pod.spec(), "volumes").stream().anyMatch(it -> it.has("hostPath"))
                            || pod.containers().stream()
                                    .flatMap(it -> objects(it, "ports").stream())
                                    .anyMatch(it -> it.has("hostPort"));
                    return uses ? "uses the host" : null;
                })
                .apply(manifests));
        for (JsonObject service : manifests.of("Service")) {
            String type = text(object(service, "spec"), "type");
            if (type != null && !type.equals("ClusterIP")) {
                findings.add(title(service) + " is of type " + type);
            }
        }
        return findings;
    }),

    /** Pods have no token of the cluster, unless they say what for. */
    NO_TOKENS(eachPod(pod ->
            "false".equals(text(pod.spec(), "automountServiceAccountToken")) || pod.exemption("needs-token") != null
                    ? null
                    : "is given a token of the cluster")),

    /** Each namespace denies all traffic, and each pod has a policy that says what it needs. */
    NETWORK_POLICIES(manifests -> {
        List<String> findings = new ArrayList<>();
        List<JsonObject> policies = manifests.of("NetworkPolicy");
        for (Pod pod : manifests.pods()) {
            String namespace = namespace(pod.owner());
            List<JsonObject> here = policies.stream()
                    .filter(it -> Objects.equals(namespace(it), namespace))
                    .toList();
            boolean denied = here.stream()
                    .map(it -> object(it, "spec"))
                    .anyMatch(spec -> object(spec, "podSelector").isEmpty()
                            && objectsOf(spec, "policyTypes").containsAll(List.of("Ingress", "Egress"))
                            && !spec.has("ingress"));
            boolean allowed = here.stream()
                    .map(it -> object(it, "spec", "podSelector", "matchLabels"))
                    .anyMatch(labels -> !labels.isEmpty() && selects(labels, pod.labels()));
            if (!denied) {
                findings.add(title(pod.owner()) + ": its namespace does not deny by default");
            }
            if (!allowed) {
                findings.add(title(pod.owner()) + " has no network policy");
            }
        }
        return findings;
    }),

    /** What scales, or keeps state, is drained one pod at a time. */
    DISRUPTION_BUDGETS(manifests -> {
        List<String> findings = new ArrayList<>();
        Set<String> budgets = new java.util.HashSet<>();
        manifests
                .of("PodDisruptionBudget")
                .forEach(it -> budgets.add(text(object(it, "spec", "selector", "matchLabels"), "app")));
        for (JsonObject scaler : manifests.of("HorizontalPodAutoscaler")) {
            String target = text(object(scaler, "spec", "scaleTargetRef"), "name");
            if (!budgets.contains(target)) {
                findings.add(title(scaler) + ": there is no disruption budget of " + target);
            }
        }
        return findings;
    }),

    /**
     * What scales is replaced without a gap: a successor is ready before a pod goes, and a server that is asked for maps
     * answers on for its drain, and then has time for requests that run, before it is killed.
     */
    ROLLING_UPDATES(manifests -> manifests.of("HorizontalPodAutoscaler").stream()
            .map(scaler -> text(object(scaler, "spec", "scaleTargetRef"), "name"))
            .map(target -> manifests.one("Deployment", String.valueOf(target)))
            .flatMap(RollingUpdate::findings)
            .toList()),

    /** What is named is there: pods of services and autoscalers, services of ingresses, config maps, claims. */
    REFERENCES(manifests -> new References(manifests).findings()),

    /** The variables of our server are settings that it knows. */
    KNOWN_SETTINGS(manifests -> {
        Set<String> known = Settings.known();
        return manifests.pods().stream()
                .flatMap(pod -> pod.containers().stream()
                        .filter(it -> String.valueOf(text(it, "image")).contains("geocrop/server"))
                        .flatMap(it -> objects(it, "env").stream())
                        .map(it -> text(it, "name"))
                        .filter(name -> name.startsWith("GEOCROP_") && !known.contains(name))
                        .map(name -> title(pod.owner()) + ": the server has no setting " + name))
                .toList();
    }),

    /**
     * Argo CD goes on to the next wave when what it has applied is healthy: what makes the buckets and keys that others need
     * runs in a wave before theirs and after that of the stores, and never waits for them.
     */
    ROLL_OUT_ORDER(manifests -> {
        List<String> findings = new ArrayList<>();
        for (JsonObject job : manifests.of("Job")) {
            if (text(annotations(job), "argocd.argoproj.io/hook") == null) {
                continue;
            }
            boolean isOrdered = "Sync".equals(text(annotations(job), "argocd.argoproj.io/hook"))
                    && wave(manifests.one("StatefulSet", "minio")) < wave(job)
                    && wave(job) < wave(manifests.one("Deployment", "web"))
                    && wave(job) < wave(manifests.one("Deployment", "worker"));
            if (!isOrdered) {
                findings.add(title(job) + " does not run between the stores and what needs them");
            }
        }
        Stream.of("NetworkPolicy", "ConfigMap", "ServiceAccount")
                .flatMap(kind -> manifests.of(kind).stream())
                .filter(it -> "geocrop".equals(namespace(it)) && manifests.has("StatefulSet", "minio"))
                .filter(it -> wave(it) > wave(manifests.one("StatefulSet", "minio")) && isOfStores(it))
                .forEach(it -> findings.add(title(it) + " comes after the stores that need it"));
        return findings;
    }),

    /** A host that the world reaches has a certificate, is never served by plain http, and says so to browsers. */
    ONLY_BY_HTTPS(manifests -> manifests.of("Ingress").stream()
            .filter(it -> objects(object(it, "spec"), "rules").stream()
                    .anyMatch(rule -> !String.valueOf(text(rule, "host")).endsWith(".localhost")))
            .filter(it -> {
                String middlewares =
                        String.valueOf(text(annotations(it), "traefik.ingress.kubernetes.io/router.middlewares"));
                return objects(object(it, "spec"), "tls").isEmpty()
                        || !middlewares.contains("geocrop-https@kubernetescrd")
                        || !middlewares.contains("geocrop-hsts@kubernetescrd");
            })
            .map(it -> title(it) + " is served by plain http, too")
            .toList()),

    /** Our registry is private: who pulls from it has a secret for that, of its own or of its service account. */
    PULLED_WITH_A_SECRET(manifests -> manifests.pods().stream()
            .filter(pod -> pod.containers().stream()
                    .anyMatch(it -> String.valueOf(text(it, "image")).matches("(.*/)?geocrop/.*")))
            .filter(pod -> !pod.spec().has("imagePullSecrets")
                    && manifests.of("ServiceAccount").stream()
                            .filter(it -> Objects.equals(namespace(it), namespace(pod.owner())))
                            .filter(it -> Manifests.name(it)
                                    .equals(Objects.requireNonNullElse(
                                            text(pod.spec(), "serviceAccountName"), "default")))
                            .noneMatch(it -> it.has("imagePullSecrets")))
            .map(pod -> title(pod.owner()) + " can't pull its image")
            .toList()),

    /** Whoever installs it can read which secrets they have to make. */
    DOCUMENTED_SECRETS(manifests -> {
        String guide = Settings.deploymentGuide();
        return References.secrets(manifests).stream()
                .filter(secret -> !guide.contains("`" + secret + "`"))
                .map(secret -> "docs/how-to/deploy.md does not name the secret " + secret)
                .toList();
    });

    private final Function<Manifests, List<String>> rule;

    Policy(Function<Manifests, List<String>> rule) {
        this.rule = rule;
    }

    List<String> findings(Manifests manifests) {
        return rule.apply(manifests);
    }

    private static JsonObject annotations(JsonObject it) {
        return object(it, "metadata", "annotations");
    }

    /** The wave of Argo CD in which an object is applied. */
    static int wave(JsonObject it) {
        String wave = text(annotations(it), "argocd.argoproj.io/sync-wave");
        return wave == null ? 0 : Integer.parseInt(wave);
    }

    /** Whether the stores or what sets them up can't begin without it. */
    private static boolean isOfStores(JsonObject it) {
        return Stream.of("minio", "postgis", "default").anyMatch(Manifests.name(it)::startsWith);
    }

    private static Function<Manifests, List<String>> eachPod(Function<Pod, String> rule) {
        return manifests -> manifests.pods().stream()
                .map(pod -> {
                    String finding = rule.apply(pod);
                    return finding == null ? null : title(pod.owner()) + " " + finding;
                })
                .filter(Objects::nonNull)
                .toList();
    }

    private static Function<Manifests, List<String>> eachContainer(BiFunction<Pod, JsonObject, String> rule) {
        return manifests -> manifests.pods().stream()
                .flatMap(pod -> pod.containers().stream().map(container -> {
                    String finding = rule.apply(pod, container);
                    return finding == null
                            ? null
                            : title(pod.owner()) + ", " + text(container, "name") + ": " + finding;
                }))
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<String> objectsOf(JsonObject from, String key) {
        List<String> texts = new ArrayList<>();
        if (from.get(key) instanceof JsonArray array) {
            array.forEach(it -> texts.add(it instanceof JsonPrimitive text ? text.getAsString() : it.toString()));
        }
        return texts;
    }
}
