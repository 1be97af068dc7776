package org.geocrop.k8s;

import java.util.List;

/** Whether a service account (namespace:name) may do something, in the words of {@code kubectl auth can-i}. */
record Right(boolean isGiven, String account, String... what) {

    private static final String LINES = """
            yes geocrop-ci:runner create jobs.batch -n geocrop-ci
            yes geocrop-ci:runner delete jobs.batch -n geocrop-ci
            yes geocrop-ci:runner watch jobs.batch -n geocrop-ci
            yes geocrop-ci:runner get pods -n geocrop-ci
            yes geocrop-ci:runner get pods --subresource=log -n geocrop-ci
            no geocrop-ci:runner create pods -n geocrop-ci
            no geocrop-ci:runner create pods --subresource=exec -n geocrop-ci
            no geocrop-ci:runner get secrets -n geocrop-ci
            no geocrop-ci:runner list secrets -n geocrop-ci
            no geocrop-ci:runner create jobs.batch -n geocrop
            no geocrop-ci:runner get secrets -n geocrop
            no geocrop-ci:runner patch deployments.apps -n geocrop
            no geocrop-ci:runner create rolebindings.rbac.authorization.k8s.io -n geocrop-ci
            no geocrop-ci:runner get applications.argoproj.io -n argocd
            no geocrop-ci:default get pods -n geocrop-ci
            no geocrop-ci:default create jobs.batch -n geocrop-ci
            no geocrop-ci:default get secrets -n geocrop-ci
            no geocrop:default get pods -n geocrop
            no geocrop:default get secrets -n geocrop
            no geocrop:default list configmaps -n geocrop
            no geocrop:default create pods -n geocrop
            no geocrop:default get nodes
            yes geocrop:prometheus list pods -n geocrop
            yes geocrop:prometheus watch pods -n geocrop
            no geocrop:prometheus get secrets -n geocrop
            no geocrop:prometheus list pods -n geocrop-ci
            no geocrop:prometheus list pods -n kube-system
            no geocrop:prometheus delete pods -n geocrop
            no geocrop:prometheus get nodes
            yes geocrop:metrics-adapter list namespaces
            yes geocrop:metrics-adapter create subjectaccessreviews.authorization.k8s.io
            yes geocrop:metrics-adapter get configmaps/extension-apiserver-authentication -n kube-system
            no geocrop:metrics-adapter get pods -n geocrop
            no geocrop:metrics-adapter get secrets -n geocrop
            no geocrop:metrics-adapter get secrets -n kube-system
            yes geocrop-batch:country create pods -n geocrop-batch
            yes geocrop-batch:country delete pods -n geocrop-batch
            yes geocrop-batch:country create configmaps -n geocrop-batch
            no geocrop-batch:country get secrets -n geocrop-batch
            no geocrop-batch:country create pods -n geocrop
            no geocrop-batch:country get secrets -n geocrop
            no geocrop-batch:country create pods --subresource=exec -n geocrop-batch
            no geocrop-batch:default create pods -n geocrop-batch
            """;

    static List<Right> all() {
        return LINES.lines()
                .map(line -> line.split(" ", 3))
                .map(it -> new Right(it[0].equals("yes"), it[1], it[2].split(" ")))
                .toList();
    }

    @Override
    public String toString() {
        return (isGiven ? "yes " : "no ") + account + " " + String.join(" ", what);
    }
}
