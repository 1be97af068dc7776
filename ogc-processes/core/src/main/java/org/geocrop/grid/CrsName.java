package org.geocrop.grid;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.error.InvalidRequestException;

/**
 * A CRS as a request names it: the code, and in which order the request writes coordinates. EPSG:4326 and other codes
 * whose authority says so are written north, east; CRS:84 is EPSG:4326 written east, north.
 *
 * @param epsg code; 4326 for CRS:84
 * @param northFirst whether coordinates are written north, east (latitude, longitude)
 * @param isCrs84 whether it was named as CRS:84
 */
public record CrsName(int epsg, boolean northFirst, boolean isCrs84) {

    public static final CrsName CRS84 = new CrsName(Crs.WGS84, false, true);

    private static final Pattern CODE = Pattern.compile("(?i)epsg:(\\d{4,6})");
    private static final Pattern URN = Pattern.compile("(?i)urn:(?:x-)?ogc:def:crs:epsg:[0-9.]*:(\\d{4,6})");
    private static final Pattern URI =
            Pattern.compile("(?i)https?://www\\.opengis\\.net/def/crs/epsg/[0-9.]+/(\\d{4,6})");
    private static final Pattern LON_LAT = Pattern.compile(
            "(?i)crs:84|ogc:crs84|urn:ogc:def:crs:ogc:[0-9.]*:crs84|https?://www\\.opengis\\.net/def/crs/ogc/[0-9.]+/crs84");

    /** The code that clients used for Web Mercator before it had one. */
    private static final int GOOGLE = 900913;

    /**
     * Reads {@code EPSG:code}, {@code CRS:84}, an OGC URN or URI, or any of them as a safe CURIE in brackets.
     *
     * @throws InvalidRequestException if it is none of these, or the code is unknown
     */
    public static CrsName parse(String text) {
        String name = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (LON_LAT.matcher(name).matches()) {
            return CRS84;
        }
        for (Pattern pattern : new Pattern[] {CODE, URN, URI}) {
            Matcher matcher = pattern.matcher(name);
            if (matcher.matches()) {
                return of(Integer.parseInt(matcher.group(1)));
            }
        }
        throw new InvalidRequestException("A CRS is like EPSG:32736 or CRS:84");
    }

    /** A code in its authority's axis order. */
    public static CrsName of(int epsg) {
        int code = epsg == GOOGLE ? Crs.WEB_MERCATOR : epsg;
        return new CrsName(code, Crs.isNorthFirst(code), false);
    }

    /** The same CRS written east, north whatever its authority says, as WMS 1.1.1 does. */
    public CrsName eastFirst() {
        return new CrsName(epsg, false, isCrs84);
    }

    /** {@code EPSG:code}, or {@code CRS:84}. */
    public String code() {
        return isCrs84 ? "CRS:84" : "EPSG:" + epsg;
    }

    /** As an OGC URI. */
    public String uri() {
        return isCrs84
                ? "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
                : "http://www.opengis.net/def/crs/EPSG/0/" + epsg;
    }

    /** As an OGC URN. */
    public String urn() {
        return isCrs84 ? "urn:ogc:def:crs:OGC:1.3:CRS84" : "urn:ogc:def:crs:EPSG::" + epsg;
    }

    /** Turns west, south, east, north as a request writes them, into minimum x, y, maximum x, y; or back. */
    public double[] swap(double[] bounds) {
        return northFirst ? new double[] {bounds[1], bounds[0], bounds[3], bounds[2]} : bounds;
    }
}
