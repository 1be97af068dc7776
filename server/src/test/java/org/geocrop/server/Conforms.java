package org.geocrop.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The conformance classes that a test looks at; a class that the server declares needs one. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Conforms {

    String OGC = "http://www.opengis.net/spec/";
    String STAC = "https://api.stacspec.org/v1.0.0/";
    String COMMON = OGC + "ogcapi-common-1/1.0/conf/";
    String COLLECTIONS = OGC + "ogcapi-common-2/1.0/conf/";
    String PROCESSES = OGC + "ogcapi-processes-1/1.0/conf/";
    String PROCESSES_2 = OGC + "ogcapi-processes-1/2.0/conf/";
    String DEPLOY = OGC + "ogcapi-processes-2/1.0/conf/";
    String MAPS = OGC + "ogcapi-maps-1/1.0/conf/";
    String TILES = OGC + "ogcapi-tiles-1/1.0/conf/";
    String MATRICES = OGC + "tms/2.0/conf/";
    String STYLES = OGC + "ogcapi-styles-1/1.0/conf/";
    String COVERAGES = OGC + "ogcapi-coverages-1/1.0/conf/";
    String FEATURES = OGC + "ogcapi-features-1/1.0/conf/";
    String FILTER = OGC + "ogcapi-features-3/1.0/conf/";
    String CQL2 = OGC + "cql2/1.0/conf/";

    /** URIs; of services that declare none, their names. */
    String[] value();
}
