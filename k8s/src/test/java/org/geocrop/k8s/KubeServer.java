package org.geocrop.k8s;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.geocrop.Programs;
import org.geocrop.Until;

/**
 * A real API server of Kubernetes on loopback with etcd below it, as {@code tools/kube} builds it: it stores, checks and
 * admits what it is given, and knows who may do what; no node and no controller acts on it.
 */
final class KubeServer implements AutoCloseable {

    static final Path PROGRAMS = Manifests.K8S.getParent().resolve(".build/kube");
    private static final String ADMIN = "token-of-the-test";

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    KubeServer(Path folder) throws Exception {
        assumeTrue(Files.exists(PROGRAMS.resolve("version")), "SKIPPED: tools/kube builds Kubernetes' API server");
        Programs.need("/usr/bin/etcd", "etcd-server");
        this.folder = Files.createDirectories(folder);
        String etcd = "http://127.0.0.1:" + freePort();
        String peers = "http://127.0.0.1:" + freePort();
        int port = freePort();
        try {
            start(
                    "etcd",
                    "/usr/bin/etcd",
                    "--data-dir=" + folder.resolve("etcd"),
                    "--listen-client-urls=" + etcd,
                    "--advertise-client-urls=" + etcd,
                    "--listen-peer-urls=" + peers,
                    "--initial-advertise-peer-urls=" + peers,
                    "--initial-cluster=default=" + peers);
            Path key = serviceAccountKey();
            Path tokens = Files.writeString(folder.resolve("tokens.csv"), ADMIN + ",admin,admin,system:masters\n");
            start(
                    "kube-apiserver",
                    PROGRAMS.resolve("kube-apiserver").toString(),
                    "--etcd-servers=" + etcd,
                    "--bind-address=127.0.0.1",
                    "--secure-port=" + port,
                    "--cert-dir=" + folder.resolve("certificates"),
                    "--endpoint-reconciler-type=none",
                    "--service-cluster-ip-range=10.43.0.0/16",
                    "--authorization-mode=RBAC",
                    "--token-auth-file=" + tokens,
                    "--service-account-issuer=https://kubernetes.default.svc",
                    "--service-account-key-file=" + key,
                    "--service-account-signing-key-file=" + key);
            Files.writeString(folder.resolve("config"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: it, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
                    users: [{name: admin, user: {token: %s}}]
                    contexts: [{name: it, context: {cluster: it, user: admin}}]
                    current-context: it
                    """.formatted(port, ADMIN));
            Until.value("the API server is ready", this::readiness, "ok"::equals);
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    private String readiness() throws Exception {
        for (Process process : processes) {
            if (!process.isAlive()) {
                throw new IllegalStateException("The API server ended: " + log());
            }
        }
        return kubectl("get", "--raw", "/readyz").output().strip();
    }

    /** Runs a program that finds kubectl, as the administrator of the cluster. */
    Programs.Outcome run(Map<String, String> more, String... command) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(environment());
        return Programs.run(environment, command);
    }

    /** By which programs find kubectl, and kubectl this server. */
    Map<String, String> environment() {
        return Map.of(
                "KUBECONFIG", folder.resolve("config").toString(), "PATH", PROGRAMS + ":" + System.getenv("PATH"));
    }

    /** Runs kubectl as the administrator of the cluster. */
    Programs.Outcome kubectl(String... arguments) throws IOException, InterruptedException {
        return run(
                Map.of(),
                Stream.concat(Stream.of(PROGRAMS.resolve("kubectl").toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** Applies objects as Argo CD does, on the server's side; what the server says, warnings with it. */
    Programs.Outcome apply(String json, String... options) throws IOException, InterruptedException {
        Path file = Files.writeString(Files.createTempFile(folder, "apply", ".json"), json);
        List<String> arguments = new ArrayList<>(
                List.of("apply", "--server-side", "--field-manager=argocd-controller", "-f", file.toString()));
        arguments.addAll(List.of(options));
        return kubectl(arguments.toArray(String[]::new));
    }

    /** Whether a service account may do what {@code kubectl auth can-i} is asked. */
    boolean canI(String account, String... what) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("auth", "can-i"));
        arguments.addAll(List.of(what));
        arguments.add("--as=system:serviceaccount:" + account);
        arguments.add("--as-group=system:serviceaccounts");
        arguments.add("--as-group=system:authenticated");
        String answer = kubectl(arguments.toArray(String[]::new)).output().strip();
        if (answer.endsWith("yes")) {
            return true;
        }
        if (answer.endsWith("no")) {
            return false;
        }
        throw new IllegalStateException(answer);
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("etcd.log")) + Files.readString(folder.resolve("kube-apiserver.log"));
    }

    private void start(String name, String... command) throws IOException {
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start());
    }

    private Path serviceAccountKey() throws IOException, NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String pem = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        return Files.writeString(
                folder.resolve("accounts.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).destroy();
            if (!processes.get(i).waitFor(20, TimeUnit.SECONDS)) {
                processes.get(i).destroyForcibly();
            }
        }
    }
}
