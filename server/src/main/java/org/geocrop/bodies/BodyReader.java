package org.geocrop.bodies;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.geocrop.access.Caller;
import org.geocrop.settings.Settings;
import org.springframework.stereotype.Component;

/**
 * Reads bodies whole, as long as the route and the caller's role allow, and as fast as a slow line is: ten seconds, and
 * one more for each piece that has come. A thread that has to wait for bytes is one of a few that may.
 */
@Component
public final class BodyReader {

    private record Limit(String path, int nobody, int user) {}

    private static final int PIECE = 8 << 10;
    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final String MODELS = "/models";

    private final RequestBudget budget;
    private final Duration patience;
    private final Limit others;
    private final List<Limit> limits;

    BodyReader(RequestBudget budget, Settings settings) {
        this.budget = budget;
        Settings.Requests requests = settings.requests();
        this.patience = requests.bodyTime();
        int most = settings.limits().bodyBytes();
        int nobody = Math.min(most, requests.anonymousBodyBytes());
        // A form escapes each character by up to three.
        int style = 3 * settings.maps().styleBytes() + PIECE;
        int small = Math.min(most, 2 * PIECE);
        this.others = new Limit("", Math.min(nobody, small), most);
        this.limits = List.of(
                new Limit("/stac/search", Math.min(nobody, requests.searchBytes()), Math.min(most, 8 * PIECE)),
                new Limit("/xyz/.*", nobody, most),
                new Limit("/wms", style, style),
                new Limit(".*/sharing|/keys(/.*)?", small, small));
    }

    public static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** Models are read as they come, by those who may bring them. */
    public static boolean isStreamed(HttpServletRequest request) {
        return request.getMethod().equals("POST") && path(request).equals(MODELS);
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    private int limit(HttpServletRequest request, Caller caller) {
        String path = path(request);
        Limit limit = limits.stream()
                .filter(each -> path.matches(each.path))
                .findFirst()
                .orElse(others);
        return caller.isNobody() ? limit.nobody : limit.user;
    }

    /**
     * The request with its body.
     *
     * @throws RequestBudget.RefusedException if it is too long, too slow, or too many come
     */
    BufferedRequest read(HttpServletRequest request, Caller caller) throws IOException {
        int limit = limit(request, caller);
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        Shares.Share memory =
                budget.hold(caller, request.getRemoteAddr(), Math.max(PIECE, request.getContentLengthLong()));
        try {
            return new BufferedRequest(request, bytes(request, caller, limit), memory);
        } catch (IOException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private byte[] bytes(HttpServletRequest request, Caller caller, int limit) throws IOException {
        Reading reading = new Reading(request, limit);
        // What comes at once makes nobody wait.
        if (!reading.goOn(AT_ONCE)) {
            try (Shares.Share thread = budget.receive(caller, request.getRemoteAddr())) {
                if (!reading.goOn(patience)) {
                    throw tooSlow();
                }
            }
        }
        return reading.body.toByteArray();
    }

    /** A body that comes in pieces, which are taken as they are there. */
    private final class Reading {

        private final InputStream in;
        private final BooleanSupplier arrived;
        private final long length;
        private final int limit;
        private final ByteArrayOutputStream body;
        private final byte[] piece = new byte[PIECE];
        private final long begun = System.nanoTime();

        Reading(HttpServletRequest request, int limit) throws IOException {
            this.in = request.getInputStream();
            this.arrived =
                    request.getAttribute(UnreadBodies.ARRIVED) instanceof BooleanSupplier known ? known : () -> true;
            this.length = request.getContentLengthLong();
            this.limit = limit;
            this.body = new ByteArrayOutputStream((int) Math.max(0, Math.min(length, limit)));
        }

        /** Whether it was read to its end within a time, besides a second for each piece. */
        boolean goOn(Duration time) throws IOException {
            while (length < 0 || body.size() < length) {
                if (System.nanoTime() - begun
                        > time.plusSeconds(body.size() / PIECE).toNanos()) {
                    return false;
                }
                if (!arrived.getAsBoolean()) {
                    rest();
                    continue;
                }
                int count = readPiece();
                if (count < 0) {
                    break;
                }
                body.write(piece, 0, count);
                if (body.size() > limit) {
                    throw tooLarge(limit);
                }
            }
            return true;
        }

        private int readPiece() throws IOException {
            try {
                return in.read(piece);
            } catch (SocketTimeoutException e) {
                throw tooSlow();
            }
        }

        private static void rest() throws IOException {
            try {
                TimeUnit.MILLISECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Reading was interrupted", e);
            }
        }
    }

    private RequestBudget.RefusedException tooSlow() {
        return budget.refused(
                RequestBudget.Refusal.BODY_TOO_SLOW,
                "The body did not come within " + patience.toSeconds() + " s, and one more for each " + PIECE
                        + " bytes");
    }

    private RequestBudget.RefusedException tooLarge(int limit) {
        return budget.refused(
                RequestBudget.Refusal.BODY_TOO_LARGE, "A body of this request has at most " + limit + " bytes");
    }
}
