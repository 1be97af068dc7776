package org.geocrop.geoserver;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Names of results, such as {@code 20221130-104512-9f3a5c71}: public, since maps and links name them, and therefore
 * never the name of a run, by which GeoServer lets anyone dismiss it.
 */
final class ResultName {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 4;

    private ResultName() {}

    static String of(Instant now) {
        byte[] chance = new byte[BYTES];
        RANDOM.nextBytes(chance);
        return TIME.format(now) + "-" + HexFormat.of().formatHex(chance);
    }
}
