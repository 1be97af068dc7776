package org.geocrop.region;

import org.locationtech.jts.geom.Geometry;

/**
 * A part of a region that has areas of its own: a province, a district, a ward.
 *
 * @param name unique within the region
 * @param lonLat a valid polygon or multi-polygon in WGS 84, longitude first
 */
public record District(String name, Geometry lonLat) {}
