package org.geocrop.s3;

import io.minio.MinioAsyncClient;
import io.minio.credentials.AwsConfigProvider;
import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.ChainedProvider;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.MinioEnvironmentProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.geocrop.error.StoreException;
import org.jspecify.annotations.Nullable;

/** Builds the SDK's client: credentials and TLS. */
final class Clients {

    /** Requests under way at once; the engine's readers are no more. */
    private static final int REQUESTS = 64;

    private static final Pattern EMPTY_CLASS = Pattern.compile("<StorageClass(/>|></StorageClass>)");

    private Clients() {}

    static MinioAsyncClient open(S3Settings settings) {
        return MinioAsyncClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.region())
                .credentialsProvider(credentials(settings))
                .httpClient(http(settings))
                .build();
    }

    private static Provider credentials(S3Settings settings) {
        if (settings.accessKey() != null) {
            return new StaticProvider(settings.accessKey(), settings.secretKey(), null);
        }
        if (settings.credentialsFile() != null) {
            return new AwsConfigProvider(settings.credentialsFile().toString(), null);
        }
        return new ChainedProvider(
                new AwsEnvironmentProvider(),
                new MinioEnvironmentProvider(),
                new AwsConfigProvider(null, null),
                new IamAwsProvider(null, null));
    }

    private static OkHttpClient http(S3Settings settings) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(REQUESTS);
        dispatcher.setMaxRequestsPerHost(REQUESTS);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(REQUESTS, 1, TimeUnit.MINUTES))
                .connectTimeout(settings.timeout())
                .readTimeout(settings.timeout())
                .writeTimeout(settings.timeout())
                .protocols(List.of(Protocol.HTTP_1_1))
                .addInterceptor(Clients::withStorageClass);
        Path authority = settings.certificateAuthority();
        if (authority != null) {
            trustOnly(authority, builder);
        }
        return builder.build();
    }

    /** MinIO leaves the storage class of an unfinished upload empty, which the SDK takes for a listing that was cut off. */
    private static Response withStorageClass(Interceptor.Chain chain) throws IOException {
        Response answer = chain.proceed(chain.request());
        boolean isListing = "GET".equals(chain.request().method())
                && chain.request().url().queryParameterNames().contains("uploads");
        ResponseBody body = answer.body();
        if (!isListing || !answer.isSuccessful() || body == null) {
            return answer;
        }
        String listing = EMPTY_CLASS.matcher(body.string()).replaceAll("<StorageClass>STANDARD</StorageClass>");
        return answer.newBuilder()
                .body(ResponseBody.create(listing, body.contentType()))
                .build();
    }

    private static void trustOnly(Path pem, OkHttpClient.Builder builder) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            int n = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                authorities.setCertificateEntry("ca" + n++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            X509TrustManager trust = x509(factory);
            if (trust == null || n == 0) {
                throw new StoreException(pem + " holds no certificate");
            }
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {trust}, null);
            builder.sslSocketFactory(tls.getSocketFactory(), trust);
        } catch (IOException | GeneralSecurityException e) {
            throw new StoreException("The certificate authority " + pem + " can't be used: " + e.getMessage(), e);
        }
    }

    private static @Nullable X509TrustManager x509(TrustManagerFactory factory) {
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        return null;
    }
}
