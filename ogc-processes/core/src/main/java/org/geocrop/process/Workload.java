package org.geocrop.process;

/**
 * How much a run reads and works.
 *
 * @param km2 area
 * @param pixels of the target grid within the area
 * @param scenes that are read
 * @param bytes compressed bytes of the tiles that are read
 */
public record Workload(double km2, long pixels, int scenes, long bytes) {}
