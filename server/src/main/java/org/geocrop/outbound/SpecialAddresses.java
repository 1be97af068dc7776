package org.geocrop.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The blocks of addresses with a special purpose, from {@code special-addresses.csv}, which tells their registries. */
final class SpecialAddresses {

    private static final String TABLE = "special-addresses.csv";

    /** Blocks, and whether an address is in one. */
    record Block(byte[] prefix, int bits) {

        static Block parse(String text) {
            int slash = text.indexOf('/');
            try {
                // An address as text: no name is asked for.
                byte[] prefix = InetAddress.getByName(text.substring(0, slash)).getAddress();
                return new Block(prefix, Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(TABLE + " has the block '" + text + "'", e);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if (((address[bit >> 3] ^ prefix[bit >> 3]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> BLOCKS = read();

    private SpecialAddresses() {}

    private static List<Block> read() {
        try (InputStream in = Objects.requireNonNull(SpecialAddresses.class.getResourceAsStream(TABLE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("block,"))
                    .map(line -> Block.parse(line.substring(0, line.indexOf(','))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All blocks of the table. */
    static List<Block> blocks() {
        return BLOCKS;
    }

    /** Whether it is in a block, or no global unicast address at all (IPv6: 2000::/3, RFC 4291). */
    static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean global = bytes.length == 4 || (bytes[0] & 0xe0) == 0x20;
        return !global || BLOCKS.stream().anyMatch(block -> block.contains(bytes));
    }
}
