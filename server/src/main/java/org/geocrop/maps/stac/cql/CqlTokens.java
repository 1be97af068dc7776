package org.geocrop.maps.stac.cql;

import org.geocrop.error.InvalidRequestException;

/** The characters of a filter, one token after the other. */
final class CqlTokens {

    private final String text;
    private int at;

    CqlTokens(String text) {
        this.text = text;
        skip();
    }

    boolean atEnd() {
        return at == text.length();
    }

    int position() {
        return at;
    }

    InvalidRequestException unexpected() {
        String rest = text.substring(at, Math.min(text.length(), at + 20));
        return new InvalidRequestException("`filter` is not understood at character " + (at + 1)
                + (rest.isEmpty() ? ", where it ends" : ": " + rest));
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Whether a word, in any case, or a sign comes next. */
    boolean isNext(String token) {
        if (!text.regionMatches(true, at, token, 0, token.length())) {
            return false;
        }
        int end = at + token.length();
        boolean isWord = Character.isLetter(token.charAt(0));
        return !isWord || end == text.length() || !isPart(text.charAt(end));
    }

    boolean take(String token) {
        if (!isNext(token)) {
            return false;
        }
        at += token.length();
        skip();
        return true;
    }

    void need(String token) {
        if (!take(token)) {
            throw unexpected();
        }
    }

    boolean isText() {
        return at < text.length() && text.charAt(at) == '\'';
    }

    /** Between single quotes; two of them, or one after a backslash, are one. */
    String text() {
        if (!isText()) {
            throw unexpected();
        }
        StringBuilder value = new StringBuilder();
        int start = at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            boolean escaped = at < text.length() && text.charAt(at) == '\'' && (c == '\'' || c == '\\');
            if (escaped) {
                value.append(text.charAt(at++));
            } else if (c == '\'') {
                skip();
                return value.toString();
            } else {
                value.append(c);
            }
        }
        at = start;
        throw unexpected();
    }

    boolean isNumber() {
        return at < text.length() && "+-.0123456789".indexOf(text.charAt(at)) >= 0;
    }

    double number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            double number = Double.parseDouble(text.substring(start, at));
            skip();
            return number;
        } catch (NumberFormatException e) {
            at = start;
            throw unexpected();
        }
    }

    boolean isName() {
        return at < text.length() && (Character.isLetter(text.charAt(at)) || "_:\"".indexOf(text.charAt(at)) >= 0);
    }

    boolean isQuoted() {
        return at < text.length() && text.charAt(at) == '"';
    }

    String name() {
        int start = at;
        if (isQuoted()) {
            int end = text.indexOf('"', at + 1);
            if (end < 0) {
                throw unexpected();
            }
            at = end + 1;
            skip();
            return text.substring(start + 1, end);
        }
        while (at < text.length() && isPart(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        skip();
        return name;
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || "_:.".indexOf(c) >= 0;
    }

    /** From a position to the parenthesis that closes the next one. */
    String parenthesized(int start) {
        int open = 0;
        int end = at;
        do {
            if (end == text.length()) {
                throw unexpected();
            }
            char c = text.charAt(end++);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
        } while (open > 0 || text.charAt(end - 1) != ')');
        at = end;
        skip();
        return text.substring(start, end);
    }
}
