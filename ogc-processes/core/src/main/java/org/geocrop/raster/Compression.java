package org.geocrop.raster;

/** Which compressed tiles are read, so that a file whose tiles are not is refused when it is opened. */
final class Compression {

    private static final int NO_PREDICTOR = 1;
    private static final int HORIZONTAL = 2;
    private static final int FLOATING_POINT = 3;

    private Compression() {}

    /** Whether tiles are compressed by a method that is read. */
    static boolean reads(Ifd ifd) {
        return switch (ifd.compression) {
            case Ifd.NONE, Ifd.DEFLATE, Ifd.DEFLATE_OLD, Ifd.LZW, Ifd.ZSTD, Ifd.PACKBITS -> isUndone(ifd);
            case Ifd.JPEG -> ifd.type == SampleType.U8 && ifd.bits == 8;
            default -> false;
        };
    }

    /**
     * Refuses a file whose tiles can't be read, before anyone counts on them.
     *
     * @throws RasterException naming the method
     */
    static void check(Ifd ifd, String name) {
        if (!reads(ifd)) {
            String method = isUndone(ifd)
                    ? "a method that is not supported (" + Codec.methodName(ifd.compression) + ", " + ifd.bits
                            + " bits)"
                    : Codec.methodName(ifd.compression) + " with predictor " + ifd.predictor + " on " + ifd.type
                            + ", which is not supported";
            throw ifd.broken(name, "is compressed by " + method);
        }
    }

    private static boolean isUndone(Ifd ifd) {
        return ifd.predictor == NO_PREDICTOR
                || ifd.predictor == HORIZONTAL
                || ifd.predictor == FLOATING_POINT && ifd.type.isFloat();
    }
}
