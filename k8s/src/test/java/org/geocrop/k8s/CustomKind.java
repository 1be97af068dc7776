package org.geocrop.k8s;

import static org.geocrop.k8s.Manifests.namespace;
import static org.geocrop.k8s.Manifests.text;

import com.google.gson.JsonObject;
import java.util.Locale;

/**
 * A kind of Argo CD, Traefik, cert-manager and so on, for an API server that has none of them: what its fields are is checked
 * by {@link Schemas}, so this says only that it is there.
 */
record CustomKind(String group, String version, String kind, boolean namespaced) {

    static boolean isCustom(JsonObject it) {
        String version = text(it, "apiVersion");
        int slash = version.indexOf('/');
        return slash > 0
                && version.substring(0, slash).contains(".")
                && !version.substring(0, slash).endsWith(".k8s.io");
    }

    static CustomKind of(JsonObject it) {
        String[] version = text(it, "apiVersion").split("/");
        return new CustomKind(version[0], version[1], text(it, "kind"), namespace(it) != null);
    }

    String definition() {
        String one = kind.toLowerCase(Locale.ROOT);
        String many = one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
        return """
                {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                 "metadata": {"name": "%1$s.%2$s"},
                 "spec": {"group": "%2$s", "scope": "%6$s",
                   "names": {"kind": "%3$s", "plural": "%1$s", "singular": "%4$s"},
                   "versions": [{"name": "%5$s", "served": true, "storage": true, "schema": {"openAPIV3Schema":
                     {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}}]}}
                """.formatted(many, group, kind, one, version, namespaced ? "Namespaced" : "Cluster");
    }
}
