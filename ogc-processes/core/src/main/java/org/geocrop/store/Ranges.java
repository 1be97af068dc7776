package org.geocrop.store;

import org.geocrop.error.RasterException;

/** Checks shared by sources of byte ranges. */
final class Ranges {

    private Ranges() {}

    static void check(ByteSource source, long offset, int length) {
        if (offset < 0 || length < 0 || offset > source.size() - length) {
            throw new RasterException(source.name() + " has " + source.size() + " bytes; bytes " + offset + " to "
                    + (offset + length) + " were asked for: it is truncated or its header is wrong");
        }
    }
}
