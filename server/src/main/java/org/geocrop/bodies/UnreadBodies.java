package org.geocrop.bodies;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * What the container would do with a body that nobody has read: wait for its last byte with a thread, however slowly it
 * comes. Here a short body that is on its way is let come for a moment, so that the answer arrives; then the connection
 * is closed.
 */
@Component
final class UnreadBodies extends ValveBase implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    /** Attribute of a request: tells, without waiting, whether bytes of its body are there to be read. */
    static final String ARRIVED = UnreadBodies.class.getName() + ".arrived";

    private static final int SHORT = 2 << 20;
    private static final long MOMENT = TimeUnit.SECONDS.toNanos(3);
    private static final int LETTING = 8;

    private final Shares letting = new Shares(LETTING, LETTING);

    UnreadBodies() {
        super(true);
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addEngineValves(this);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        request.setAttribute(ARRIVED, (BooleanSupplier) () -> hasArrived(request));
        try {
            getNext().invoke(request, response);
        } finally {
            // Where the answer is on its way already, the client could not be told that this connection ends.
            if (!request.isAsync() && !response.isCommitted() && !isRead(request) && !comes(request)) {
                response.setHeader("Connection", "close");
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    /** Looks at the connection, and does not wait. */
    private static boolean hasArrived(Request request) {
        request.getCoyoteRequest().action(ActionCode.AVAILABLE, Boolean.TRUE);
        return request.getCoyoteRequest().getAvailable() > 0;
    }

    private static boolean isRead(Request request) {
        long length = request.getContentLengthLong();
        if (length == 0 || length < 0 && request.getHeader("Transfer-Encoding") == null) {
            return true;
        }
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    private boolean comes(Request request) {
        if (request.getContentLengthLong() < 0 || request.getContentLengthLong() > SHORT) {
            return false;
        }
        Shares.Share share = letting.take("", 1).share();
        if (share == null) {
            return false;
        }
        try (share) {
            InputStream in = request.getStream();
            byte[] piece = new byte[8 << 10];
            long end = System.nanoTime() + MOMENT;
            while (!isRead(request) && System.nanoTime() < end) {
                if (hasArrived(request)) {
                    if (in.read(piece) < 0) {
                        return true;
                    }
                } else {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            }
        } catch (IOException | IllegalStateException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return isRead(request);
    }
}
