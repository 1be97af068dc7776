package org.geocrop.render;

import java.util.List;

/**
 * How far colours are apart for those who see all of them, no red, or no green: CIEDE2000 (CIE 142:2001, with the
 * formulas of Sharma, Wu and Dalal 2005) of colours as Machado, Oliveira and Fernandes (2009) simulate them, severity 1.
 */
public final class ColorVision {

    private static final double[][] ALL = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    private static final double[][] PROTANOPIA = {
        {0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}
    };
    private static final double[][] DEUTERANOPIA = {
        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
    };
    private static final double[][] XYZ = {
        {0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}
    };
    private static final double[] WHITE = {0.95047, 1, 1.08883};

    private ColorVision() {}

    /** The least distance of any two of colours (#rrggbb) in any of the three ways of seeing. */
    public static double closest(List<String> colors) {
        double least = Double.POSITIVE_INFINITY;
        for (double[][] seen : List.of(ALL, PROTANOPIA, DEUTERANOPIA)) {
            for (int i = 0; i < colors.size(); i++) {
                for (int j = 0; j < i; j++) {
                    least = Math.min(least, distance(lab(colors.get(i), seen), lab(colors.get(j), seen)));
                }
            }
        }
        return least;
    }

    private static double[] lab(String color, double[][] seen) {
        double[] linear = new double[3];
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(color.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            linear[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
        }
        double[] kept = times(seen, linear);
        for (int i = 0; i < 3; i++) {
            kept[i] = Math.min(1, Math.max(0, kept[i]));
        }
        double[] f = times(XYZ, kept);
        for (int i = 0; i < 3; i++) {
            double t = f[i] / WHITE[i];
            f[i] = t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
        }
        return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                product[i] += matrix[i][j] * vector[j];
            }
        }
        return product;
    }

    /** CIEDE2000 of two colours in CIELAB. */
    static double distance(double[] one, double[] two) {
        double chroma = (Math.hypot(one[1], one[2]) + Math.hypot(two[1], two[2])) / 2;
        double g = 0.5 * (1 - share(chroma));
        double a1 = (1 + g) * one[1];
        double a2 = (1 + g) * two[1];
        double c1 = Math.hypot(a1, one[2]);
        double c2 = Math.hypot(a2, two[2]);
        double h1 = hue(a1, one[2]);
        double h2 = hue(a2, two[2]);
        boolean gray = c1 * c2 == 0;
        double turn = gray ? 0 : h2 - h1;
        turn += turn > 180 ? -360 : turn < -180 ? 360 : 0;
        double h = gray || Math.abs(h1 - h2) <= 180
                ? (h1 + h2) / (gray ? 1 : 2)
                : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
        double l = (one[0] + two[0]) / 2;
        double c = (c1 + c2) / 2;
        double t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
        double dl = (two[0] - one[0]) / (1 + 0.015 * (l - 50) * (l - 50) / Math.sqrt(20 + (l - 50) * (l - 50)));
        double dc = (c2 - c1) / (1 + 0.045 * c);
        double dh = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(turn / 2)) / (1 + 0.015 * c * t);
        double spread = 30 * Math.exp(-Math.pow((h - 275) / 25, 2));
        double rotation = -Math.sin(Math.toRadians(2 * spread)) * 2 * share(c);
        return Math.sqrt(dl * dl + dc * dc + dh * dh + rotation * dc * dh);
    }

    private static double share(double chroma) {
        double seventh = Math.pow(chroma, 7);
        return Math.sqrt(seventh / (seventh + Math.pow(25, 7)));
    }

    private static double hue(double a, double b) {
        return (Math.toDegrees(Math.atan2(b, a)) + 360) % 360;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}
