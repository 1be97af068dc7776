package org.geocrop.bodies;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** A request whose body has come, with what it holds of the budget until it is answered. */
final class BufferedRequest extends HttpServletRequestWrapper {

    private static final int MAX_PAIRS = 1000;

    private final byte[] body;
    private final List<Shares.Share> held = new ArrayList<>();
    private @Nullable Map<String, String[]> parameters;

    BufferedRequest(HttpServletRequest request, byte[] body, Shares.Share memory) {
        super(request);
        this.body = body;
        held.add(memory);
    }

    byte[] body() {
        return body;
    }

    /** Holds more until the request is answered. */
    void hold(Shares.Share share) {
        held.add(share);
    }

    void release() {
        held.forEach(Shares.Share::close);
    }

    @Override
    public ServletInputStream getInputStream() {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        return new ServletInputStream() {
            @Override
            public int read() {
                return in.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return in.read(bytes, offset, length);
            }

            @Override
            public boolean isFinished() {
                return in.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException("The body is here already");
            }
        };
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    /** Those of the query, and of the body if it is a form. */
    @Override
    public Map<String, String[]> getParameterMap() {
        if (parameters == null) {
            Map<String, String[]> all = new LinkedHashMap<>(super.getParameterMap());
            String type = getContentType();
            if (type != null
                    && type.toLowerCase(java.util.Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
                addForm(all);
            }
            parameters = Collections.unmodifiableMap(all);
        }
        return parameters;
    }

    private void addForm(Map<String, String[]> all) {
        String[] pairs = new String(body, StandardCharsets.ISO_8859_1).split("&", MAX_PAIRS + 1);
        if (pairs.length > MAX_PAIRS) {
            throw new InvalidRequestException("A form has at most " + MAX_PAIRS + " parameters");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (pair.isEmpty()) {
                continue;
            }
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if ((name + value).indexOf('\0') >= 0) {
                throw new InvalidRequestException("A form has a character that is not allowed");
            }
            all.merge(name, new String[] {value}, (there, more) -> {
                String[] both = java.util.Arrays.copyOf(there, there.length + 1);
                both[there.length] = more[0];
                return both;
            });
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("A form has an escape that is none: " + e.getMessage(), e);
        }
    }
}
