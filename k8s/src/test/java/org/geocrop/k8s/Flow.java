package org.geocrop.k8s;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection that someone opens, as a line: {@code web -> postgis:5432}. An end is a pod of the rendered manifests by its
 * label {@code app} (of the namespace {@code geocrop}), a pod of the platform such as {@code kube-system/traefik}, or an
 * IPv4 address outside the cluster. The port is the pod's own: traffic to a service or to a host of the platform has its
 * destination rewritten (DNAT) before policies are asked.
 */
record Flow(End from, End to, int port, boolean udp) {

    private static final Pattern LINE = Pattern.compile("(\\S+) -> ([^\\s:]+):(\\d+)(/udp)?");

    /** One end. {@code address} is null for a pod of the cluster; labels and namespace are empty for an address. */
    record End(String namespace, JsonObject labels, String address) {

        static End of(String text) {
            if (text.matches("[0-9.]+")) {
                return new End("", new JsonObject(), text);
            }
            int slash = text.indexOf('/');
            String namespace = slash < 0 ? "geocrop" : text.substring(0, slash);
            return new End(namespace, labels(text.substring(slash + 1)), null);
        }

        /** Pods of the platform have the labels that their own charts give them. */
        private static JsonObject labels(String name) {
            Map<String, String> labels = switch (name) {
                case "traefik", "prometheus-server", "gitea" -> Map.of("app.kubernetes.io/name", name);
                case "coredns" -> Map.of("k8s-app", "kube-dns");
                case "solver" -> Map.of("acme.cert-manager.io/http01-solver", "true");
                default -> Map.of("app", name);
            };
            JsonObject object = new JsonObject();
            labels.forEach(object::addProperty);
            return object;
        }

        boolean isPod() {
            return address == null;
        }
    }

    static Flow of(String line) {
        Matcher parts = LINE.matcher(line.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not a flow: " + line);
        }
        return new Flow(
                End.of(parts.group(1)),
                End.of(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                parts.group(4) != null);
    }

    /** Namespaces whose policies are ours: pods elsewhere send and take what they like. */
    static final Set<String> GOVERNED = Set.of("geocrop", "geocrop-ci", "gitea");
}
