package org.geocrop.zlib;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks zlib streams. */
public final class Inflate {

    private static final ThreadLocal<Inflater> INFLATERS = ThreadLocal.withInitial(Inflater::new);

    private Inflate() {}

    /**
     * Unpacks until the stream ends or the array is full.
     *
     * @param from where the stream begins
     * @return bytes that were unpacked
     * @throws DataFormatException if what comes before that is no zlib stream
     */
    public static int unpack(byte[] packed, int from, byte[] unpacked) throws DataFormatException {
        Parts parts = Parts.ofThread();
        Inflater inflater = INFLATERS.get();
        inflater.reset();
        int taken = from;
        int filled = 0;
        while (filled < unpacked.length) {
            if (inflater.needsInput()) {
                ByteBuffer next = parts.next(packed, taken);
                taken += next.remaining();
                inflater.setInput(next);
            }
            ByteBuffer out = parts.out.clear().limit(Math.min(Parts.OUT, unpacked.length - filled));
            int n = inflater.inflate(out);
            out.flip().get(unpacked, filled, n);
            filled += n;
            boolean isStarved = inflater.needsInput() && taken == packed.length;
            if (n == 0 && (inflater.finished() || inflater.needsDictionary() || isStarved)) {
                break;
            }
        }
        return filled;
    }
}
