package org.geocrop;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy on loopback before one server, which does to a share of the requests what networks and servers do:
 * answers 500 or 503 instead of the server, cuts the connection after the server has done its work, sends half of the
 * answer, waits, or flips a bit of what is uploaded. It can hold requests, too, so that a test may look at a moment,
 * and be away as a server that is down.
 */
public final class FaultProxy implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final int MAX_DELAY_MS = 150;

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final URI target;
    private final double share;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Random random = new Random(20_230_901);
    private final AtomicInteger faults = new AtomicInteger();
    private volatile boolean away;
    private volatile Hold hold = new Hold(line -> false, new CountDownLatch(0));

    private record Hold(Predicate<String> which, CountDownLatch released) {}

    /** A proxy that harms this share (0 to 1) of requests. */
    public FaultProxy(URI target, double share) throws IOException {
        this.target = target;
        this.share = share;
        this.listener = new ServerSocket(0, 256, loopback);
        threads.execute(this::listen);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    public int faults() {
        return faults.get();
    }

    /** From now on requests whose first line is of these wait until the next call; those that waited go on. */
    public void hold(Predicate<String> requestLines) {
        Hold before = hold;
        hold = new Hold(requestLines, new CountDownLatch(1));
        before.released.countDown();
    }

    /** Whether connections are cut from now on. */
    public void away(boolean whether) {
        away = whether;
    }

    private void awaitRelease(byte[] request) throws IOException {
        String start = new String(request, 0, Math.min(request.length, 2000), StandardCharsets.ISO_8859_1);
        String line = start.lines().findFirst().orElse("");
        try {
            for (Hold now = hold; now.which.test(line); now = hold) {
                now.released.await();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (byte[] request = message(in, false); request.length > 0; request = message(in, false)) {
                if (!answer(request, client)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client or this proxy has cut the connection, which is what it is for.
            return;
        }
    }

    private boolean answer(byte[] request, Socket client) throws IOException {
        awaitRelease(request);
        if (away) {
            client.setSoLinger(true, 0);
            return false;
        }
        int fault = random.nextDouble() < share ? random.nextInt(6) : -1;
        if (fault >= 0) {
            faults.incrementAndGet();
        }
        OutputStream out = client.getOutputStream();
        switch (fault) {
            case 0 -> {
                out.write(refusal("500 Internal Server Error"));
                return true;
            }
            case 1 -> {
                out.write(refusal("503 Service Unavailable"));
                return true;
            }
            case 2 -> {
                forward(request);
                client.setSoLinger(true, 0);
                return false;
            }
            case 3 -> {
                byte[] whole = forward(request);
                out.write(whole, 0, whole.length / 2);
                return false;
            }
            case 4 -> {
                pause(random.nextInt(MAX_DELAY_MS));
                out.write(forward(request));
                return true;
            }
            case 5 -> {
                boolean upload = new String(request, 0, 3, StandardCharsets.US_ASCII).equals("PUT");
                byte[] flipped = request.clone();
                if (upload && flipped[flipped.length - 1] != '\n') {
                    flipped[flipped.length - 1] ^= 1;
                }
                byte[] answer = forward(flipped);
                out.write(answer);
                return !endsWithTheConnection(answer);
            }
            default -> {
                out.write(forward(request));
                return true;
            }
        }
    }

    private byte[] forward(byte[] request) throws IOException {
        try (Socket server = new Socket(loopback, target.getPort())) {
            server.getOutputStream().write(request);
            boolean noBody = new String(request, 0, 5, StandardCharsets.US_ASCII).startsWith("HEAD");
            return message(new BufferedInputStream(server.getInputStream()), noBody);
        }
    }

    /** The bytes of one request or answer; none at the end of the stream. */
    private static byte[] message(InputStream in, boolean noBody) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = head(in, bytes);
        if (head.isEmpty() || noBody) {
            return bytes.toByteArray();
        }
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            bytes.write(in.readNBytes(Integer.parseInt(length.group(1))));
        } else if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            for (String size = line(in, bytes); !size.startsWith("0"); size = line(in, bytes)) {
                bytes.write(in.readNBytes(Integer.parseInt(size.split(";")[0].trim(), 16) + 2));
            }
            while (!line(in, bytes).isEmpty()) {
                // Trailers, until an empty line.
            }
        } else if (endsWithTheConnection(bytes.toByteArray())) {
            bytes.write(in.readAllBytes());
        }
        return bytes.toByteArray();
    }

    private static boolean endsWithTheConnection(byte[] message) {
        String start = new String(message, 0, Math.min(message.length, 2000), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        return start.startsWith("http/1.1")
                && start.contains("connection: close")
                && !start.contains("content-length:");
    }

    private static String head(InputStream in, ByteArrayOutputStream bytes) throws IOException {
        StringBuilder head = new StringBuilder();
        try {
            for (String line = line(in, bytes); !line.isEmpty(); line = line(in, bytes)) {
                head.append(line).append('\n');
            }
        } catch (EOFException e) {
            return "";
        }
        return head.toString();
    }

    private static String line(InputStream in, ByteArrayOutputStream bytes) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        while (b != '\n') {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
            b = in.read();
        }
        bytes.write(line.toByteArray());
        bytes.write('\n');
        return line.toString(StandardCharsets.US_ASCII).trim();
    }

    private static byte[] refusal(String status) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void pause(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
