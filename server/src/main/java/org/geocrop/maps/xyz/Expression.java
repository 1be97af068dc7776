package org.geocrop.maps.xyz;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geocrop.error.InvalidRequestException;

/**
 * Band arithmetic, such as {@code (b1-b2)/(b1+b2)}: numbers, bands, the four operations, powers, and {@code abs},
 * {@code sqrt}, {@code log}, {@code exp}, {@code min}, {@code max}. A pixel that lacks one of its bands has no value, as
 * has one whose value is not finite.
 */
final class Expression {

    private static final int MAX_LENGTH = 300;
    private static final int MAX_NODES = 100;
    private static final int MAX_DEPTH = 30;
    private static final Set<String> FUNCTIONS = Set.of("abs", "sqrt", "log", "exp", "min", "max");

    private final String text;
    private final Set<String> names = new LinkedHashSet<>();
    private final Node root;
    private int at;
    private int nodes;

    @FunctionalInterface
    private interface Node {
        double value(double[][] bands, int pixel);
    }

    /**
     * Parses.
     *
     * @throws InvalidRequestException saying where it is wrong, or that it is too long
     */
    Expression(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidRequestException("expression: has more than " + MAX_LENGTH + " characters");
        }
        this.text = text;
        this.root = sum(0);
        space();
        if (at < text.length()) {
            throw wrong("what follows is not expected");
        }
    }

    /** Bands that it names. */
    Set<String> names() {
        return names;
    }

    /** Values of all pixels; NaN where there is none. */
    double[] values(Map<String, double[]> bands, int pixels) {
        double[][] own = names.stream()
                .map(name -> java.util.Objects.requireNonNull(bands.get(name)))
                .toArray(double[][]::new);
        double[] values = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            double value = root.value(own, i);
            values[i] = Double.isFinite(value) ? value : Double.NaN;
        }
        return values;
    }

    private InvalidRequestException wrong(String why) {
        return new InvalidRequestException("expression: at character " + (at + 1) + ": " + why);
    }

    private Node node(Node node) {
        if (++nodes > MAX_NODES) {
            throw new InvalidRequestException("expression: has more than " + MAX_NODES + " parts");
        }
        return node;
    }

    private void space() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean take(char c) {
        space();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private Node sum(int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong("more than " + MAX_DEPTH + " levels of brackets");
        }
        Node left = product(depth);
        while (true) {
            Node first = left;
            if (take('+')) {
                Node second = product(depth);
                left = node((bands, i) -> first.value(bands, i) + second.value(bands, i));
            } else if (take('-')) {
                Node second = product(depth);
                left = node((bands, i) -> first.value(bands, i) - second.value(bands, i));
            } else {
                return left;
            }
        }
    }

    private Node product(int depth) {
        Node left = signed(depth);
        while (true) {
            Node first = left;
            if (take('*')) {
                Node second = signed(depth);
                left = node((bands, i) -> first.value(bands, i) * second.value(bands, i));
            } else if (take('/')) {
                Node second = signed(depth);
                left = node((bands, i) -> first.value(bands, i) / second.value(bands, i));
            } else {
                return left;
            }
        }
    }

    /** A sign binds less than a power: {@code -2^2} is -4, as everywhere else. */
    private Node signed(int depth) {
        if (depth > 2 * MAX_DEPTH) {
            throw wrong("too many signs or powers");
        }
        if (take('-')) {
            Node of = signed(depth + 1);
            return node((bands, i) -> -of.value(bands, i));
        }
        return power(depth);
    }

    /** From the right: {@code 2^3^2} is 2^9. */
    private Node power(int depth) {
        Node base = factor(depth);
        if (take('^')) {
            Node exponent = signed(depth + 1);
            return node((bands, i) -> Math.pow(base.value(bands, i), exponent.value(bands, i)));
        }
        return base;
    }

    private Node factor(int depth) {
        if (take('(')) {
            Node inner = sum(depth + 1);
            close();
            return inner;
        }
        space();
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (isMantissa(start) && at < text.length() && "+-".indexOf(text.charAt(at)) >= 0) {
            at++;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
        }
        String word = text.substring(start, at);
        if (word.isEmpty()) {
            throw wrong("a number, a band or a bracket is expected");
        }
        if (Character.isDigit(word.charAt(0)) || word.charAt(0) == '.') {
            return number(word);
        }
        return FUNCTIONS.contains(word) ? function(word, depth) : band(word);
    }

    /** Whether what was read is a number up to its {@code e}, such as that of {@code 1e-5}. */
    private boolean isMantissa(int start) {
        return text.substring(start, at).matches("(\\d+\\.?\\d*|\\.\\d+)[eE]");
    }

    private void close() {
        if (!take(')')) {
            throw wrong("a closing bracket is expected");
        }
    }

    private Node number(String word) {
        try {
            double value = Double.parseDouble(word);
            return node((bands, i) -> value);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("expression: '" + word + "' is not a number", e);
        }
    }

    private Node band(String name) {
        names.add(name);
        int band = List.copyOf(names).indexOf(name);
        return node((bands, i) -> bands[band][i]);
    }

    private Node function(String name, int depth) {
        if (!take('(')) {
            throw wrong("an opening bracket is expected");
        }
        List<Node> of = new ArrayList<>(List.of(sum(depth + 1)));
        while (take(',')) {
            of.add(sum(depth + 1));
        }
        close();
        Node first = of.get(0);
        boolean two = name.equals("min") || name.equals("max");
        if (of.size() != (two ? 2 : 1)) {
            throw wrong(name + " takes " + (two ? "two values" : "one value"));
        }
        return node(
                switch (name) {
                    case "abs" -> (bands, i) -> Math.abs(first.value(bands, i));
                    case "sqrt" -> (bands, i) -> Math.sqrt(first.value(bands, i));
                    case "log" -> (bands, i) -> Math.log(first.value(bands, i));
                    case "exp" -> (bands, i) -> Math.exp(first.value(bands, i));
                    case "min" ->
                        (bands, i) -> Math.min(first.value(bands, i), of.get(1).value(bands, i));
                    default ->
                        (bands, i) -> Math.max(first.value(bands, i), of.get(1).value(bands, i));
                });
    }
}
