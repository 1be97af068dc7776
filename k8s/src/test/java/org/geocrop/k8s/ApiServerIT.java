package org.geocrop.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.geocrop.k8s.Manifests.name;
import static org.geocrop.k8s.Manifests.namespace;
import static org.geocrop.k8s.Manifests.object;
import static org.geocrop.k8s.Manifests.objects;
import static org.geocrop.k8s.Manifests.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.Programs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deployed, given to a real API server: every object stored, every pod admitted, and who may then do what. */
@Tag("kube")
class ApiServerIT {

    @TempDir
    Path folder;

    @Test
    void aLaptopsOverlayIsTaken() throws Exception {
        try (KubeServer server = new KubeServer(folder)) {
            take(server, List.of(Manifests.render("overlays/dev")));
        }
    }

    @Test
    void productionWithItsPlatformIsTakenAndRightsAreAsNarrowAsTheyShouldBe() throws Exception {
        List<Manifests> all = new ArrayList<>();
        for (String it : List.of("argocd", "overlays/production", "ci", "gitea", "batch")) {
            all.add(Manifests.render(it));
        }
        try (KubeServer server = new KubeServer(folder)) {
            take(server, all);
            for (Right right : Right.all()) {
                assertThat(server.canI(right.account(), right.what()))
                        .as(right.toString())
                        .isEqualTo(right.isGiven());
            }
        }
    }

    /** The bootstrap makes each secret that pods ask for, with the keys that they ask for; again, it changes nothing. */
    @Test
    void theBootstrapMakesTheSecretsThatArePresupposed() throws Exception {
        Manifests production = Manifests.render("overlays/production");
        try (KubeServer server = new KubeServer(folder)) {
            Map<String, String> environment = Map.of(
                    "GEOCROP_OIDC_ISSUER", "https://login.example.org/realms/geocrop",
                    "BACKUP_URL", "https://s3.example.org",
                    "BACKUP_BUCKET", "copies",
                    "BACKUP_ACCESS_KEY", "far",
                    "BACKUP_SECRET_KEY", "secret-of-far");
            Programs.Outcome made = server.run(
                    environment, "bash", Manifests.K8S.resolve("bootstrap").toString(), "secrets");
            assertThat(made.exitCode()).as(made.output()).isZero();
            String first = server.kubectl("get", "secrets", "-A", "-o", "yaml").output();
            Programs.Outcome again = server.run(
                    environment, "bash", Manifests.K8S.resolve("bootstrap").toString(), "secrets");
            assertThat(again.exitCode()).as(again.output()).isZero();
            assertThat(server.kubectl("get", "secrets", "-A", "-o", "yaml").output())
                    .isEqualTo(first);

            Set<String> there = new TreeSet<>(List.of(server.kubectl(
                            "get",
                            "secrets",
                            "-n",
                            "geocrop",
                            "-o",
                            "go-template={{range .items}}{{$n := .metadata.name}}{{range $k, $v := .data}}{{$n}}/{{$k}} {{end}}{{end}}")
                    .output()
                    .strip()
                    .split(" ")));
            assertThat(there).containsAll(References.secretKeys(production));
            assertThat(server.run(
                                    Map.of(),
                                    "bash",
                                    Manifests.K8S.resolve("bootstrap").toString(),
                                    "secrets")
                            .output())
                    .contains("GEOCROP_OIDC_ISSUER: says who users are");
        }
    }

    /** Applies wave by wave without a warning, twice, since the second time must change nothing; then each pod by itself. */
    private static void take(KubeServer server, List<Manifests> rendered) throws Exception {
        List<JsonObject> objects =
                rendered.stream().flatMap(it -> it.all().stream()).toList();
        prepare(server, objects);
        for (List<JsonObject> wave : waves(objects)) {
            taken(server.apply(list(wave)), wave.size());
        }
        for (List<JsonObject> wave : waves(objects)) {
            taken(server.apply(list(wave)), wave.size());
        }
        admitsEachPod(server, rendered);
    }

    private static void taken(Programs.Outcome outcome, int count) {
        // 1.34.1 says this of every headless service.
        assertThat(outcome.output().replace("Warning: spec.SessionAffinity is ignored for headless services", ""))
                .doesNotContainIgnoringCase("warning");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines().filter(it -> it.endsWith(" serverside-applied")))
                .hasSize(count);
    }

    /** Kinds and namespaces that a platform has before anything of ours comes. */
    private static void prepare(KubeServer server, List<JsonObject> objects) throws Exception {
        Set<String> definitions = new LinkedHashSet<>();
        Set<String> namespaces = new TreeSet<>();
        for (JsonObject it : objects) {
            if (CustomKind.isCustom(it)) {
                definitions.add(CustomKind.of(it).definition());
            }
            if (namespace(it) != null) {
                namespaces.add(namespace(it));
            }
        }
        for (String definition : definitions) {
            assertThat(server.apply(definition).exitCode()).as(definition).isZero();
        }
        if (!definitions.isEmpty()) {
            assertThat(server.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")
                            .exitCode())
                    .isZero();
        }
        Set<String> ours = new TreeSet<>();
        objects.stream().filter(it -> "Namespace".equals(text(it, "kind"))).forEach(it -> ours.add(name(it)));
        for (String namespace : namespaces) {
            if (!ours.contains(namespace)) {
                server.kubectl("create", "namespace", namespace);
                server.kubectl("create", "serviceaccount", "default", "-n", namespace);
            }
        }
        // Nobody can make an object in a namespace that is not there yet.
        for (JsonObject it : objects) {
            if ("Namespace".equals(text(it, "kind"))) {
                taken(server.apply(it.toString()), 1);
                // Its controller would make it.
                server.kubectl("create", "serviceaccount", "default", "-n", name(it));
            }
        }
    }

    private static List<List<JsonObject>> waves(List<JsonObject> objects) {
        return objects.stream()
                .map(Policy::wave)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .map(wave ->
                        objects.stream().filter(it -> Policy.wave(it) == wave).toList())
                .toList();
    }

    private static String list(List<JsonObject> objects) {
        JsonObject list = new JsonObject();
        list.addProperty("apiVersion", "v1");
        list.addProperty("kind", "List");
        JsonArray items = new JsonArray();
        objects.forEach(items::add);
        list.add("items", items);
        return list.toString();
    }

    /** The namespaces enforce their profile on pods, which controllers would make: each is asked for by itself. */
    private static void admitsEachPod(KubeServer server, List<Manifests> rendered) throws Exception {
        for (Manifests manifests : rendered) {
            for (Manifests.Pod it : manifests.pods()) {
                JsonObject pod = it.template().deepCopy();
                pod.addProperty("apiVersion", "v1");
                pod.addProperty("kind", "Pod");
                object(pod, "metadata").addProperty("name", name(it.owner()) + "-try");
                object(pod, "metadata").addProperty("namespace", namespace(it.owner()));
                object(pod, "spec").addProperty("restartPolicy", "Never");
                claims(it, pod);
                taken(server.apply(pod.toString(), "--dry-run=server"), it);
            }
        }
    }

    /** A stateful set's controller adds the volumes of its claims. */
    private static void claims(Manifests.Pod of, JsonObject pod) {
        for (JsonObject claim : objects(object(of.owner(), "spec"), "volumeClaimTemplates")) {
            JsonObject volume = new JsonObject();
            volume.addProperty("name", name(claim));
            JsonObject source = new JsonObject();
            source.addProperty("claimName", name(claim) + "-" + name(of.owner()) + "-0");
            volume.add("persistentVolumeClaim", source);
            JsonObject spec = object(pod, "spec");
            if (!spec.has("volumes")) {
                spec.add("volumes", new JsonArray());
            }
            spec.getAsJsonArray("volumes").add(volume);
        }
    }

    private static void taken(Programs.Outcome outcome, Manifests.Pod pod) {
        assertThat(outcome.exitCode())
                .as(Manifests.title(pod.owner()) + ": " + outcome.output())
                .isZero();
        assertThat(outcome.output()).doesNotContainIgnoringCase("warning").contains("serverside-applied");
    }
}
