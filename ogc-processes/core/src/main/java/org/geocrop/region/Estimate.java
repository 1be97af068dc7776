package org.geocrop.region;

import java.util.List;
import java.util.PriorityQueue;

/**
 * What a plan costs.
 *
 * @param scenes distinct scenes of all tiles
 * @param bytes packed bytes of the source tiles that are read
 * @param isMeasured whether scenes could be opened to see how many bytes their pixels have; else that is assumed
 * @param coreSeconds of all units and tiles, on the machine that the rates were measured on
 */
public record Estimate(int scenes, long bytes, boolean isMeasured, double coreSeconds) {

    /**
     * Core seconds of what a run does.
     *
     * @param pixelScene of a pixel of a scene: reading, masking, compositing
     * @param pixel of a pixel of the map: features, model
     * @param written of a pixel of a tile: packing seven rasters
     */
    public record Rates(double pixelScene, double pixel, double written) {

        /** About what a run of the sample country took on one core; another machine may take half or double. */
        public static final Rates MEASURED = new Rates(0.25e-6, 6e-6, 1.5e-6);
    }

    Estimate withScenes(int distinct) {
        return new Estimate(distinct, bytes, isMeasured, coreSeconds);
    }

    /** A tile's work: seconds of each unit, and those of writing it, which can begin when all its units are done. */
    public record TileWork(List<Double> units, double write) {}

    /** Seconds until all is done on so many cores, units in their order, tiles as soon as they can be written. */
    public static double seconds(List<TileWork> tiles, int cores) {
        PriorityQueue<Double> free = new PriorityQueue<>();
        for (int i = 0; i < cores; i++) {
            free.add(0.0);
        }
        PriorityQueue<double[]> ready = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
        double end = 0;
        for (TileWork tile : tiles) {
            double last = 0;
            for (double unit : tile.units) {
                end = Math.max(end, writeThoseThatAreReady(free, ready));
                double begin = free.remove();
                free.add(begin + unit);
                last = Math.max(last, begin + unit);
            }
            ready.add(new double[] {last, tile.write});
        }
        while (!ready.isEmpty()) {
            double[] next = ready.remove();
            double begin = Math.max(free.remove(), next[0]);
            free.add(begin + next[1]);
            end = Math.max(end, begin + next[1]);
        }
        return end;
    }

    private static double writeThoseThatAreReady(PriorityQueue<Double> free, PriorityQueue<double[]> ready) {
        double end = 0;
        while (!ready.isEmpty() && ready.element()[0] <= free.element()) {
            double write = ready.remove()[1];
            double begin = free.remove();
            free.add(begin + write);
            end = Math.max(end, begin + write);
        }
        return end;
    }
}
