package org.geocrop.stac.client;

import org.geocrop.json.ForeignJson;

/** Numbers of catalogue documents, some of which are written as texts. */
final class Numbers {

    private Numbers() {}

    /** The number, or NaN where there is none. */
    static double of(ForeignJson value) {
        return value.isNumber() ? value.number() : parse(value.text(), Double.NaN);
    }

    /** The number, or another where there is none. */
    static double orElse(ForeignJson value, double absent) {
        double number = of(value);
        return Double.isNaN(number) ? absent : number;
    }

    static double parse(String text, double absent) {
        try {
            return text.isBlank() ? absent : Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return absent;
        }
    }
}
