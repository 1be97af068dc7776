package org.geocrop.k8s;

import static org.geocrop.k8s.Manifests.namespace;
import static org.geocrop.k8s.Manifests.object;
import static org.geocrop.k8s.Manifests.objects;
import static org.geocrop.k8s.Manifests.selects;
import static org.geocrop.k8s.Manifests.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.k8s.Flow.End;

/**
 * Evaluates network policies as Kubernetes defines them: a pod that no policy of a direction selects is open in it; one that
 * some select may do what any of these allows. Policies are those of several kustomizations together.
 */
final class NetworkRules {

    private final List<JsonObject> policies = new ArrayList<>();

    NetworkRules(List<Manifests> rendered) {
        rendered.forEach(it -> policies.addAll(it.of("NetworkPolicy")));
    }

    boolean allows(Flow flow) {
        return passes(flow, flow.from(), flow.to(), "Egress") && passes(flow, flow.to(), flow.from(), "Ingress");
    }

    private boolean passes(Flow flow, End at, End peer, String direction) {
        if (!at.isPod() || !Flow.GOVERNED.contains(at.namespace())) {
            return true;
        }
        List<JsonObject> selecting = policies.stream()
                .filter(it -> at.namespace().equals(namespace(it)))
                .map(it -> object(it, "spec"))
                .filter(spec -> spec.getAsJsonArray("policyTypes").toString().contains(direction))
                .filter(spec -> matches(object(spec, "podSelector"), at.labels()))
                .toList();
        String rules = direction.toLowerCase(java.util.Locale.ROOT);
        return selecting.isEmpty()
                || selecting.stream()
                        .flatMap(spec -> objects(spec, rules).stream())
                        .anyMatch(rule -> isOfPort(rule, flow)
                                && isOfPeer(rule, direction.equals("Egress") ? "to" : "from", at, peer));
    }

    private static boolean isOfPort(JsonObject rule, Flow flow) {
        List<JsonObject> ports = objects(rule, "ports");
        return ports.isEmpty()
                || ports.stream()
                        .anyMatch(it -> String.valueOf(flow.port()).equals(text(it, "port"))
                                && "UDP".equals(text(it, "protocol")) == flow.udp());
    }

    private static boolean isOfPeer(JsonObject rule, String key, End at, End peer) {
        List<JsonObject> peers = objects(rule, key);
        return peers.isEmpty() || peers.stream().anyMatch(it -> isPeer(it, at, peer));
    }

    private static boolean isPeer(JsonObject rule, End at, End peer) {
        if (rule.has("ipBlock")) {
            // Addresses of pods are in the private ranges: an ipBlock that excludes none of them lets pods in, too.
            return Cidr.contains(object(rule, "ipBlock"), peer.isPod() ? "10.42.0.7" : peer.address());
        }
        if (!peer.isPod()) {
            return false;
        }
        String namespace = text(object(rule, "namespaceSelector", "matchLabels"), "kubernetes.io/metadata.name");
        boolean isNamespace = rule.has("namespaceSelector")
                ? namespace == null || namespace.equals(peer.namespace())
                : at.namespace().equals(peer.namespace());
        return isNamespace && (!rule.has("podSelector") || matches(object(rule, "podSelector"), peer.labels()));
    }

    /** A label selector of {@code matchLabels} alone; one with expressions is none that we use. */
    private static boolean matches(JsonObject selector, JsonObject labels) {
        if (selector.has("matchExpressions")) {
            throw new IllegalArgumentException("matchExpressions are not evaluated here: " + selector);
        }
        return selects(object(selector, "matchLabels"), labels);
    }

    /** IPv4 ranges. */
    private static final class Cidr {

        static boolean contains(JsonObject block, String address) {
            JsonArray except = block.has("except") ? block.getAsJsonArray("except") : new JsonArray();
            for (JsonElement range : except) {
                if (contains(range.getAsString(), address)) {
                    return false;
                }
            }
            return contains(text(block, "cidr"), address);
        }

        private static boolean contains(String range, String address) {
            String[] parts = range.split("/");
            int shift = 32 - Integer.parseInt(parts[1]);
            return shift == 32 || bits(parts[0]) >>> shift == bits(address) >>> shift;
        }

        private static int bits(String address) {
            int bits = 0;
            for (String octet : address.split("\\.")) {
                bits = bits << 8 | Integer.parseInt(octet);
            }
            return bits;
        }
    }
}
