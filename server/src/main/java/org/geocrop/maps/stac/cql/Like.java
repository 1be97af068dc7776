package org.geocrop.maps.stac.cql;

/** Patterns of LIKE: {@code %} is any text, {@code _} one character, a backslash before either is that character. */
final class Like {

    private Like() {}

    /** Goes back to the last {@code %} alone, so its time is the product of both lengths at most. */
    static boolean matches(String text, String pattern) {
        int t = 0;
        int p = 0;
        int wild = -1;
        int from = 0;
        while (t < text.length()) {
            boolean escaped = p + 1 < pattern.length() && pattern.charAt(p) == '\\';
            char wanted = p < pattern.length() ? pattern.charAt(escaped ? p + 1 : p) : 0;
            if (p < pattern.length() && !escaped && wanted == '%') {
                wild = p++;
                from = t;
            } else if (p < pattern.length() && (!escaped && wanted == '_' || wanted == text.charAt(t))) {
                p += escaped ? 2 : 1;
                t++;
            } else if (wild >= 0) {
                p = wild + 1;
                t = ++from;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '%') {
            p++;
        }
        return p == pattern.length();
    }
}
