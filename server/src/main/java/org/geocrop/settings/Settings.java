package org.geocrop.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.geocrop.access.Caller;
import org.geocrop.jobs.Callbacks;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The settings below {@code geocrop} in application.yml, which explains them. Unknown keys are refused. */
@ConfigurationProperties(prefix = "geocrop", ignoreUnknownFields = false)
public record Settings(
        Path data,
        @Nullable String publicUrl,
        @DefaultValue List<String> corsOrigins,
        @DefaultValue List<String> hosts,
        @Nullable String tilerConfig,
        Duration drain,
        Sample sample,
        List<Catalogue> catalogues,
        @DefaultValue Map<String, String> buckets,
        S3Options s3,
        DatabaseOptions database,
        Readiness readiness,
        Identity identity,
        SignIn signIn,
        Keys keys,
        Audit audit,
        Outbound outbound,
        Callbacks callbacks,
        Retention retention,
        Mlflow mlflow,
        Limits limits,
        Requests requests,
        Service service,
        Maps maps,
        Engine engine,
        Spark spark,
        PlatformOptions platform) {

    public Settings {
        if (drain.isNegative()) {
            throw new IllegalArgumentException("geocrop.drain is no time: " + drain);
        }
        catalogues = catalogues == null ? List.of() : List.copyOf(catalogues);
        if (catalogues.isEmpty() && !sample.enabled) {
            throw new IllegalArgumentException("geocrop.catalogues is empty and there is no sample: nothing to read");
        }
    }

    /** The bundled landscape. */
    public record Sample(boolean enabled, int size, int year) {}

    /** A STAC catalogue that requests may name. */
    public record Catalogue(
            String name, URI url, @DefaultValue List<String> collections) {
        public Catalogue {
            if (!name.matches("[a-z0-9][a-z0-9-]{0,40}")) {
                throw new IllegalArgumentException(
                        "A catalogue's name has lower case letters, digits and hyphens: " + name);
            }
        }
    }

    /**
     * How it is found out whether database and store work.
     *
     * @param interval between two tries
     * @param timeout after which a try counts as failed
     */
    public record Readiness(Duration interval, Duration timeout) {
        public Readiness {
            if (interval.toMillis() < 1 || timeout.toMillis() < 1) {
                throw new IllegalArgumentException("geocrop.readiness: interval and timeout are longer than nothing");
            }
        }
    }

    /**
     * Where training runs are tracked.
     *
     * @param trackingUri of an MLflow server; empty: nowhere
     * @param experiment that runs belong to
     * @param timeout of one request
     */
    public record Mlflow(@Nullable String trackingUri, String experiment, Duration timeout) {}

    /**
     * Who users are: a provider of OpenID Connect, API keys, both, or neither.
     *
     * @param issuer whose tokens are taken
     * @param jwks address of its keys; where it has none, the issuer's metadata tells it
     * @param audience that a token has to be for
     * @param rolesClaim name of the claim with roles; dots lead into nested ones
     * @param groupsClaim name of the claim with groups, likewise
     * @param open without provider and keys: whether others than loopback may use the server all the same
     */
    public record Identity(
            @Nullable String issuer,
            @Nullable String jwks,
            String audience,
            String rolesClaim,
            String groupsClaim,
            @DefaultValue List<ApiKey> apiKeys,
            boolean open) {

        public boolean hasIssuer() {
            return issuer != null && !issuer.isBlank();
        }

        public boolean isConfigured() {
            return hasIssuer() || !apiKeys.isEmpty();
        }
    }

    /**
     * How browsers sign in at the provider: the code flow of OpenID Connect, with PKCE.
     *
     * @param clientId as which this server is registered at the provider; empty: browsers don't sign in
     * @param clientSecret of a confidential client; empty for a public one
     * @param scope that is asked for
     * @param age of a session, after which its user signs in again
     * @param renewal after which the provider is asked whether a session is still good, and for its roles
     */
    public record SignIn(
            @Nullable String clientId, @Nullable String clientSecret, String scope, Duration age, Duration renewal) {

        public SignIn {
            if (!List.of(scope.split(" ")).contains("openid")) {
                throw new IllegalArgumentException("geocrop.sign-in.scope has to name openid");
            }
        }

        public boolean isConfigured() {
            return clientId != null && !clientId.isBlank();
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "SignIn[" + clientId + ", " + scope + ", " + age + ", " + renewal + "]";
        }
    }

    /** A key of a user: its SHA-256 in hex. */
    public record ApiKey(String user, Caller.Role role, String sha256) {
        public ApiKey {
            if (user.isBlank() || user.length() > 200 || user.indexOf('|') >= 0) {
                throw new IllegalArgumentException(
                        "An API key belongs to a user, whose name has 1 to 200 characters and no |");
            }
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("The API key of " + user + " is given by its SHA-256 in hex");
            }
        }
    }

    /**
     * API keys that users make.
     *
     * @param age after which one expires at the latest
     * @param perUser how many valid ones a user may have
     */
    public record Keys(Duration age, int perUser) {}

    /**
     * What is noted of callers.
     *
     * @param log folder of the files of lines; {@code -} for standard output; empty: {@code audit} in the data folder
     * @param keep how long entries are kept; zero: for ever
     * @param refusals of a caller that are noted one by one in a minute
     */
    public record Audit(String log, Duration keep, int refusals) {}

    /**
     * Requests to addresses that requests gave.
     *
     * @param privateNetworks whether loopback, private and link-local addresses may be reached
     * @param catalogues whether requests may give the address of a STAC catalogue
     * @param referenceBytes the largest input by reference
     * @param timeout of one exchange
     */
    public record Outbound(boolean privateNetworks, boolean catalogues, int referenceBytes, Duration timeout) {}

    /**
     * Callbacks to subscribers.
     *
     * @param secret signs them; where it is empty, one is made and kept in the data folder
     * @param attempts after which a delivery is given up
     * @param firstPause between the first two attempts; later ones double
     */
    public record Callbacks(@Nullable String secret, int attempts, Duration firstPause) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Callbacks[" + attempts + ", " + firstPause + "]";
        }
    }

    /**
     * How long things are kept; zero for ever.
     *
     * @param jobs that have ended, with their results
     * @param chunks since they were worked out
     * @param uploads that were never finished
     * @param interval between two rounds of housekeeping
     */
    public record Retention(Duration jobs, Duration chunks, Duration uploads, Duration interval) {}

    /** What one request, or all together, may ask for. */
    public record Limits(
            double areaKm2,
            int seasonDays,
            int scenes,
            long zonePixels,
            int samplePixels,
            int bodyBytes,
            long modelBytes,
            int inputs,
            int unfinishedJobs,
            int unfinishedJobsPerUser,
            Duration runTime,
            Duration syncWait,
            int inlineBytes) {}

    /**
     * What requests may cost.
     *
     * @param perCaller requests of one caller at the same time
     * @param bodyTime in which a body has to come, besides a second for each 8 KiB
     * @param anonymousBodyBytes the largest body of a caller who has not signed in
     * @param searchBytes of a search of such a caller
     * @param nodes values of a JSON body
     * @param anonymousNodes likewise, of a caller who has not signed in
     */
    public record Requests(
            int perCaller, Duration bodyTime, int anonymousBodyBytes, int searchBytes, int nodes, int anonymousNodes) {}

    /** What capabilities say of the service and of who runs it. */
    public record Service(
            String title,
            String description,
            String organization,
            String person,
            String email,
            String phone,
            String fees,
            String constraints) {}

    /**
     * Maps and tiles.
     *
     * @param pixels of one picture
     * @param side pixels of its longer side
     * @param layers of one request
     * @param styleBytes the largest SLD
     * @param listedResults whose layers the lists of layers name
     * @param mosaicResults that the mosaics consist of, at most
     * @param patience how long a request waits for its share of memory
     * @param shortAge how long clients may keep what may change
     * @param emptyTiles what a tile without any pixel is
     */
    public record Maps(
            long pixels,
            int side,
            int layers,
            int styleBytes,
            int listedResults,
            int mosaicResults,
            Duration patience,
            Duration shortAge,
            EmptyTiles emptyTiles,
            Duration warmUp) {}

    /** What is answered where a layer has nothing to show. */
    public enum EmptyTiles {
        /** 200 with a transparent picture. */
        TRANSPARENT,
        /** 204 without a body. */
        NO_CONTENT
    }

    /**
     * How much of the machine is used.
     *
     * @param jobs that run at the same time, besides questions
     * @param questions that run at the same time
     * @param attempts after which a job that ends with its worker each time is given up
     * @param modelCacheMb of the files of loaded models that are kept
     */
    public record Engine(
            int jobs,
            int questions,
            int attempts,
            int blocks,
            int tileCacheMb,
            int modelCacheMb,
            int requestsPerHost,
            boolean keepChunks,
            int readMemoryMb,
            int spoolMb) {}

    /**
     * Where regions run.
     *
     * @param master {@code local[n]}, {@code spark://host:port} or {@code k8s://…}
     * @param home a folder with {@code jars/}; empty: regions can't be asked for
     * @param application its jar
     * @param conf settings of Spark, {@code name=value}
     */
    public record Spark(
            String master,
            @Nullable String home,
            @Nullable String application,
            @DefaultValue List<String> conf) {

        public boolean isConfigured() {
            return home != null && !home.isBlank();
        }
    }
}
