package org.geocrop.s3;

import com.google.common.util.concurrent.Uninterruptibles;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InsufficientDataException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.minio.errors.XmlParserException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.geocrop.error.ConflictException;
import org.geocrop.error.GeocropException;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.StoreException;
import org.geocrop.net.Backoff;

/** Runs the SDK's calls: again, with growing pauses, where that can help; faults become the engine's own. */
final class Calls {

    /** Faults of the network that the server has noticed, by its error code: digests that don't match among them. */
    private static final Set<String> LOST_ON_THE_WAY =
            Set.of("RequestTimeout", "BadDigest", "IncompleteBody", "XAmzContentSHA256Mismatch");

    private Calls() {}

    /** A call whose result is complete when it returns. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException, GeneralSecurityException, InterruptedException, ExecutionException, MinioException;
    }

    /**
     * Runs a call.
     *
     * @param what is done, for messages, such as "read geocrop-results/x"
     * @throws NotFoundException if the server says that there is no such object
     * @throws ConflictException if a condition of the request was not met
     * @throws StoreException for all else
     */
    static <T> T run(String what, Call<T> call) {
        for (int attempt = 0; ; attempt++) {
            try {
                Backoff.pause(attempt);
                return call.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException("Interrupted; could not " + what, e);
            } catch (ExecutionException | IOException | GeneralSecurityException | MinioException e) {
                Throwable cause = cause(e);
                if (!isTemporary(cause) || attempt + 1 == Backoff.ATTEMPTS) {
                    throw fault(what, cause, attempt + 1);
                }
            }
        }
    }

    /** Waits for an asynchronous call of the SDK. */
    static <T> T get(CompletableFuture<T> future) throws InterruptedException, ExecutionException {
        return future.get();
    }

    /**
     * Waits for a call that changes something. An interrupt is kept until its outcome is known: what is on its way would
     * arrive after whoever was interrupted has cleaned up.
     */
    static <T> T finish(CompletableFuture<T> future) throws ExecutionException {
        return Uninterruptibles.getUninterruptibly(future);
    }

    private static Throwable cause(Throwable e) {
        Throwable cause = e;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isTemporary(Throwable cause) {
        if (cause instanceof ErrorResponseException answer) {
            int status = answer.response().code();
            return status >= 500 || status == 429 || LOST_ON_THE_WAY.contains(code(answer));
        }
        return cause instanceof IOException
                || cause instanceof ServerException
                || cause instanceof InvalidResponseException
                || cause instanceof InsufficientDataException
                // A listing that was cut off on the way.
                || cause instanceof XmlParserException;
    }

    private static GeocropException fault(String what, Throwable cause, int attempts) {
        if (cause instanceof ErrorResponseException answer) {
            int status = answer.response().code();
            if (status == 412 || status == 409) {
                return new ConflictException("A condition was not met; could not " + what, cause);
            }
            if (status == 404 && !"NoSuchBucket".equals(code(answer))) {
                return new NotFoundException("There is no such object; could not " + what, cause);
            }
            return new StoreException(
                    "The object store answered " + code(answer) + " (HTTP status " + status + "); could not " + what,
                    cause);
        }
        return new StoreException(
                "Could not " + what + " in " + attempts + " attempts: "
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                cause);
    }

    /** Whether the server refused a call for lack of a permission. */
    static boolean isDenied(StoreException fault) {
        return fault.getCause() instanceof ErrorResponseException answer && "AccessDenied".equals(code(answer));
    }

    /** Whether an object has no byte of the range that was asked for. */
    static boolean isOutOfRange(StoreException fault) {
        return fault.getCause() instanceof ErrorResponseException answer
                && answer.response().code() == 416;
    }

    private static String code(ErrorResponseException answer) {
        return answer.errorResponse() == null
                ? ""
                : String.valueOf(answer.errorResponse().code());
    }
}
