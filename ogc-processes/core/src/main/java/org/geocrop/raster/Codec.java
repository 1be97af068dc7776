package org.geocrop.raster;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.geocrop.error.RasterException;
import org.geocrop.zlib.Inflate;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the compressions of TIFF tiles. The size of the result is known before, so no input makes it allocate more.
 */
final class Codec {

    private Codec() {}

    /**
     * Decompresses a tile.
     *
     * @param size bytes of the tile when decoded; a strip that holds less is filled with 0
     * @param minimum bytes that must be there: a tile that ends sooner is broken
     */
    static byte[] decode(Ifd ifd, String name, byte[] packed, int size, int minimum) {
        return switch (ifd.compression) {
            case Ifd.NONE -> {
                if (packed.length < minimum) {
                    throw ifd.broken(name, "has a tile of " + packed.length + " instead of " + size + " bytes");
                }
                yield packed.length == size ? packed : Arrays.copyOf(packed, size);
            }
            case Ifd.DEFLATE, Ifd.DEFLATE_OLD -> inflate(ifd, name, packed, size, minimum);
            case Ifd.LZW -> Lzw.decode(ifd, name, packed, size, minimum);
            case Ifd.ZSTD -> zstd(ifd, name, packed, size, minimum);
            case Ifd.PACKBITS -> packBits(ifd, name, packed, size, minimum);
            default ->
                throw ifd.broken(
                        name, "is compressed by a method that is not supported (" + methodName(ifd.compression) + ")");
        };
    }

    /** Whether the beginning of a tile can be had without the rest of it. */
    static boolean stopsAnywhere(Ifd ifd) {
        return ifd.compression != Ifd.JPEG && !ifd.isPacked();
    }

    private static byte[] inflate(Ifd ifd, String name, byte[] packed, int size, int minimum) {
        byte[] out = new byte[size];
        try {
            return whole(ifd, name, out, Inflate.unpack(packed, 0, out), minimum);
        } catch (DataFormatException e) {
            throw broken(ifd, name, "deflate", e);
        }
    }

    private static byte[] zstd(Ifd ifd, String name, byte[] packed, int size, int minimum) {
        int whole = (int) ifd.tileBytes();
        try {
            long announced = ZstdDecompressor.getDecompressedSize(packed, 0, packed.length);
            if (announced > whole) {
                throw ifd.broken(name, "has a ZSTD tile of " + announced + " instead of " + whole + " bytes");
            }
            byte[] beginning = size < whole ? beginning(packed, size) : null;
            if (beginning != null) {
                return beginning;
            }
            byte[] out = new byte[whole];
            whole(ifd, name, out, zstd(packed, out), minimum);
            return size == whole ? out : Arrays.copyOf(out, size);
        } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw broken(ifd, name, "ZSTD", e);
        }
    }

    /** Of the blocks that nearly always hold so many bytes; null if these did not. */
    private static byte @Nullable [] beginning(byte[] packed, int size) {
        int blocks = (size + ZstdFrame.BLOCK - 1) / ZstdFrame.BLOCK;
        byte[] cut = ZstdFrame.first(blocks, packed);
        if (cut == null) {
            return null;
        }
        byte[] out = new byte[blocks * ZstdFrame.BLOCK];
        return zstd(cut, out) < size ? null : Arrays.copyOf(out, size);
    }

    private static int zstd(byte[] packed, byte[] out) {
        return new ZstdDecompressor().decompress(packed, 0, packed.length, out, 0, out.length);
    }

    private static byte[] packBits(Ifd ifd, String name, byte[] packed, int size, int minimum) {
        byte[] out = new byte[size];
        int filled = 0;
        int at = 0;
        while (at < packed.length && filled < size) {
            int n = packed[at++];
            if (n >= 0) {
                int count = Math.min(Math.min(n + 1, size - filled), packed.length - at);
                System.arraycopy(packed, at, out, filled, count);
                filled += count;
                at += n + 1;
            } else if (n != -128 && at < packed.length) {
                int count = Math.min(1 - n, size - filled);
                Arrays.fill(out, filled, filled + count, packed[at++]);
                filled += count;
            }
        }
        return whole(ifd, name, out, filled, minimum);
    }

    static byte[] whole(Ifd ifd, String name, byte[] out, int filled, int minimum) {
        if (filled < minimum) {
            throw ifd.broken(name, "has a tile that ends after " + filled + " of " + minimum + " bytes");
        }
        return out;
    }

    static RasterException broken(Ifd ifd, String name, String method, Exception cause) {
        return new RasterException(
                name + ", IFD " + ifd.index + ", has a tile that is not valid " + method + ": " + cause.getMessage(),
                cause);
    }

    static String methodName(int compression) {
        return switch (compression) {
            case 2, 3, 4 -> "CCITT fax";
            case 6 -> "old JPEG";
            case Ifd.JPEG -> "JPEG";
            case Ifd.NONE -> "none";
            case Ifd.LZW -> "LZW";
            case Ifd.DEFLATE, Ifd.DEFLATE_OLD -> "DEFLATE";
            case Ifd.ZSTD -> "ZSTD";
            case Ifd.PACKBITS -> "PackBits";
            case 34712 -> "JPEG 2000";
            case 34887 -> "LERC";
            case 34925 -> "LZMA";
            case 50001 -> "WebP";
            case 50002 -> "JPEG XL";
            default -> "TIFF compression " + compression;
        };
    }
}
