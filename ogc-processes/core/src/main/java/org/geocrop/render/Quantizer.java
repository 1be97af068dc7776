package org.geocrop.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pictures in at most 256 colours: exact where they have no more, else by median cut (Heckbert, 1982) over the colours
 * at 5 bits a channel.
 */
final class Quantizer {

    private static final int MOST = 256;

    private Quantizer() {}

    static Picture.Indexed quantize(Picture picture) {
        if (picture instanceof Picture.Indexed indexed) {
            return indexed;
        }
        int[] argb = picture.argb();
        Map<Integer, Integer> exact = indices(argb, ~0);
        if (exact.size() <= MOST) {
            int[] colors = new int[exact.size()];
            exact.forEach((color, index) -> colors[index] = color);
            return new Picture.Indexed(picture.width(), picture.height(), pixels(argb, ~0, exact), colors);
        }
        int mask = 0xf8f8f8f8;
        Map<Integer, Integer> coarse = indices(argb, mask);
        int[] counts = new int[coarse.size()];
        for (int p : argb) {
            counts[coarse.getOrDefault(p & mask, 0)]++;
        }
        List<int[]> boxes = cut(coarse, counts);
        int[] colors = new int[boxes.size()];
        Map<Integer, Integer> of = new HashMap<>();
        for (int i = 0; i < boxes.size(); i++) {
            colors[i] = mean(boxes.get(i), coarse, counts);
            for (int color : boxes.get(i)) {
                of.put(color, i);
            }
        }
        return new Picture.Indexed(picture.width(), picture.height(), pixels(argb, mask, of), colors);
    }

    private static Map<Integer, Integer> indices(int[] argb, int mask) {
        Map<Integer, Integer> indices = new HashMap<>();
        for (int p : argb) {
            indices.putIfAbsent(p & mask, indices.size());
        }
        return indices;
    }

    private static byte[] pixels(int[] argb, int mask, Map<Integer, Integer> of) {
        byte[] pixels = new byte[argb.length];
        for (int i = 0; i < argb.length; i++) {
            pixels[i] = of.getOrDefault(argb[i] & mask, 0).byteValue();
        }
        return pixels;
    }

    private static List<int[]> cut(Map<Integer, Integer> coarse, int[] counts) {
        List<int[]> boxes = new ArrayList<>();
        boxes.add(coarse.keySet().stream().mapToInt(i -> i).toArray());
        while (boxes.size() < MOST) {
            int[] widest = boxes.stream()
                    .max(Comparator.comparingInt(box -> range(box)[1]))
                    .orElseThrow();
            int shift = range(widest)[0];
            if (widest.length < 2) {
                break;
            }
            int[] sorted = Arrays.stream(widest)
                    .boxed()
                    .sorted(Comparator.comparingInt(color -> color >>> shift & 255))
                    .mapToInt(i -> i)
                    .toArray();
            long half = Arrays.stream(sorted)
                            .mapToLong(c -> counts[coarse.getOrDefault(c, 0)])
                            .sum()
                    / 2;
            int at = 0;
            for (long sum = 0; at < sorted.length - 1 && sum <= half; at++) {
                sum += counts[coarse.getOrDefault(sorted[at], 0)];
            }
            at = Math.max(1, at);
            boxes.remove(widest);
            boxes.add(Arrays.copyOf(sorted, at));
            boxes.add(Arrays.copyOfRange(sorted, at, sorted.length));
        }
        return boxes;
    }

    /** The channel, by its shift, in which a box is widest, and how wide. */
    private static int[] range(int[] box) {
        int[] best = {0, -1};
        for (int shift = 0; shift < 32; shift += 8) {
            int low = 255;
            int high = 0;
            for (int color : box) {
                low = Math.min(low, color >>> shift & 255);
                high = Math.max(high, color >>> shift & 255);
            }
            if (high - low > best[1]) {
                best = new int[] {shift, high - low};
            }
        }
        return best;
    }

    private static int mean(int[] box, Map<Integer, Integer> coarse, int[] counts) {
        int argb = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            long sum = 0;
            long count = 0;
            for (int color : box) {
                int n = counts[coarse.getOrDefault(color, 0)];
                int c = color >>> shift & 255;
                // The middle of what 5 bits stand for, with the ends at 0 and 255.
                sum += (long) n * (c | c >> 5);
                count += n;
            }
            argb |= (int) (sum / Math.max(1, count)) << shift;
        }
        return argb;
    }
}
