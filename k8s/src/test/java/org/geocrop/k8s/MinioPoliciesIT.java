package org.geocrop.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.SetBucketPolicyArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.geocrop.Programs;
import org.geocrop.s3.MinioServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script {@code setup.sh} makes of an empty MinIO: buckets, users, and what each of them may do. */
@Tag("minio")
class MinioPoliciesIT {

    static final Path BASE = Manifests.K8S.resolve("base/minio");

    @TempDir
    static Path folder;

    private static MinioServer minio;
    private static MinioClient administrator;

    @BeforeAll
    static void setUp() throws Exception {
        minio = new MinioServer(folder);
        administrator = client(MinioServer.ACCESS_KEY, MinioServer.SECRET_KEY);
        Programs.Outcome made = setup(minio);
        assertThat(made.exitCode()).as(made.output()).isZero();
        Programs.Outcome again = setup(minio);
        assertThat(again.exitCode()).as(again.output()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        if (minio != null) {
            minio.close();
        }
    }

    /** Runs the script as its Job does. */
    static Programs.Outcome setup(MinioServer minio) throws Exception {
        Map<String, String> environment = new HashMap<>(minio.client());
        environment.put("MINIO_URL", minio.url().toString());
        environment.put("MINIO_ROOT_USER", MinioServer.ACCESS_KEY);
        environment.put("MINIO_ROOT_PASSWORD", MinioServer.SECRET_KEY);
        for (String user : List.of("server", "geoserver", "mlflow", "analyst", "backup")) {
            environment.put(user.toUpperCase(Locale.ROOT) + "_ACCESS_KEY", user);
            environment.put(user.toUpperCase(Locale.ROOT) + "_SECRET_KEY", secret(user));
        }
        return Programs.run(environment, "sh", BASE.resolve("setup.sh").toString());
    }

    private static String secret(String user) {
        return "secret-of-" + user;
    }

    private static MinioClient client(String access, String secret) {
        return MinioClient.builder()
                .endpoint(minio.url().toString())
                .credentials(access, secret)
                .build();
    }

    private static MinioClient of(String user) {
        return user.equals("nobody")
                ? MinioClient.builder().endpoint(minio.url().toString()).build()
                : client(user, secret(user));
    }

    /** l: list, r: read, w: write, d: remove; - for none. */
    @ParameterizedTest
    @CsvSource({
        "server, lrwd, lr, lrwd, lrwd, -, -",
        "geoserver, lr, lr, lrwd, lr, -, -",
        "mlflow, -, -, -, -, lrwd, -",
        "analyst, lr, lr, -, lrwd, -, -",
        "backup, lr, lr, lr, lr, lr, lrwd",
        "nobody, -, -, -, -, -, -"
    })
    void eachMayDoWhatItNeedsAndNoMore(
            String user,
            String models,
            String baselines,
            String results,
            String datasets,
            String mlflow,
            String backups)
            throws Exception {
        MinioClient client = of(user);
        Map<String, String> wanted = new HashMap<>(Map.of(
                "geocrop-models", models,
                "geocrop-baselines", baselines,
                "geocrop-results", results,
                "geocrop-datasets", datasets,
                "geocrop-mlflow", mlflow,
                "geocrop-backups", backups));
        Map<String, String> found = new HashMap<>();
        for (String bucket : wanted.keySet()) {
            found.put(bucket, rights(client, bucket));
        }

        assertThat(found).isEqualTo(wanted);
    }

    private static String rights(MinioClient client, String bucket) throws Exception {
        put(administrator, bucket, "there");
        StringBuilder rights = new StringBuilder();
        if (may(() -> client.listObjects(
                        ListObjectsArgs.builder().bucket(bucket).build())
                .iterator()
                .next()
                .get())) {
            rights.append('l');
        }
        if (may(() -> {
            try (var in = client.getObject(
                    GetObjectArgs.builder().bucket(bucket).object("there").build())) {
                return in.readAllBytes();
            }
        })) {
            rights.append('r');
        }
        if (may(() -> put(client, bucket, "new"))) {
            rights.append('w');
        }
        if (may(() -> remove(client, bucket, "there"))) {
            rights.append('d');
        }
        return rights.isEmpty() ? "-" : rights.toString();
    }

    /** Buckets, their policies and users are the administrator's. */
    @ParameterizedTest
    @ValueSource(strings = {"server", "geoserver", "mlflow", "analyst", "backup", "nobody"})
    void nobodyAdministers(String user) throws Exception {
        MinioClient client = of(user);

        assertThat(may(() -> {
                    client.makeBucket(
                            MakeBucketArgs.builder().bucket("of-" + user).build());
                    return true;
                }))
                .isFalse();
        assertThat(may(() -> {
                    client.setBucketPolicy(SetBucketPolicyArgs.builder()
                            .bucket("geocrop-datasets")
                            .config("{\"Version\": \"2012-10-17\", \"Statement\": []}")
                            .build());
                    return true;
                }))
                .isFalse();
        assertThat(administrator.bucketExists(
                        BucketExistsArgs.builder().bucket("of-" + user).build()))
                .isFalse();
        minio.mc("alias", "set", "as-" + user, minio.url().toString(), user, secret(user));
        assertThat(minio.mc("admin", "user", "ls", "as-" + user).exitCode()).isNotZero();
        assertThat(minio.mc("admin", "user", "add", "as-" + user, "friend", "secret-of-friend")
                        .exitCode())
                .isNotZero();
    }

    /** An analyst who removes a data set has removed its newest version only: it can be had back. */
    @Test
    void whatAnAnalystRemovesCanBeHadBack() throws Exception {
        MinioClient analyst = of("analyst");
        put(analyst, "geocrop-datasets", "fields/samples.csv");
        remove(analyst, "geocrop-datasets", "fields/samples.csv");

        assertThat(minio.mc("undo", "--last", "1", "minio/geocrop-datasets/fields/samples.csv")
                        .exitCode())
                .isZero();
        assertThat(minio.mc("cat", "minio/geocrop-datasets/fields/samples.csv").output())
                .isEqualTo("text");
        minio.mc("alias", "set", "analyst", minio.url().toString(), "analyst", secret("analyst"));
        minio.mc("rm", "--versions", "--force", "analyst/geocrop-datasets/fields/samples.csv");
        assertThat(minio.mc("ls", "--versions", "minio/geocrop-datasets/fields/samples.csv")
                        .output())
                .contains("PUT");
    }

    @Test
    void backupsAndVersionsThatWereReplacedAreRemovedAfterAMonthAndNothingElseIs() throws Exception {
        assertThat(minio.mc("ilm", "rule", "export", "minio/geocrop-backups").output())
                .containsOnlyOnce("\"Days\"")
                .contains("30");
        assertThat(minio.mc("ilm", "rule", "export", "minio/geocrop-results").exitCode())
                .isNotZero();
        assertThat(minio.mc("ilm", "rule", "export", "minio/geocrop-datasets").output())
                .containsOnlyOnce("\"NoncurrentDays\"")
                .contains("30")
                .doesNotContain("\"Days\"");
    }

    private static Object put(MinioClient client, String bucket, String name) throws Exception {
        return client.putObject(PutObjectArgs.builder().bucket(bucket).object(name).stream(
                        new ByteArrayInputStream("text".getBytes(java.nio.charset.StandardCharsets.UTF_8)), 4, -1)
                .build());
    }

    private static Object remove(MinioClient client, String bucket, String name) throws Exception {
        client.removeObject(
                RemoveObjectArgs.builder().bucket(bucket).object(name).build());
        return name;
    }

    /** Whether it is done, not refused; any other fault is one. */
    private static boolean may(Callable<Object> action) throws Exception {
        try {
            action.call();
            return true;
        } catch (ErrorResponseException e) {
            assertThat(e.errorResponse().code()).isEqualTo("AccessDenied");
            return false;
        }
    }
}
