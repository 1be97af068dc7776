package org.geocrop.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.geocrop.net.Http;
import org.junit.jupiter.api.Test;

/** Every way to write an address that is not public, before a resolver that takes them all. */
class AddressGuardTest {

    /** As lenient as any: parts in decimal, octal or hexadecimal, fewer than four, with a final dot. */
    private static List<InetAddress> lenient(String host) throws UnknownHostException {
        if (host.indexOf(':') >= 0) {
            return List.of(InetAddress.getByName(host));
        }
        String[] parts = (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).split("\\.");
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long part = number(parts[i]);
            boolean last = i == parts.length - 1;
            address |= part << (last ? 0 : 24 - 8 * i);
        }
        return List.of(InetAddress.getByAddress(
                new byte[] {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address}));
    }

    private static long number(String part) throws UnknownHostException {
        try {
            String lower = part.toLowerCase(Locale.ROOT);
            return lower.startsWith("0x")
                    ? lower.length() == 2 ? 0 : Long.parseLong(lower.substring(2), 16)
                    : Long.parseLong(part, part.length() > 1 && part.startsWith("0") ? 8 : 10);
        } catch (NumberFormatException e) {
            throw new UnknownHostException(part);
        }
    }

    private static final List<String> SPECIAL = List.of(
            "127.0.0.1",
            "127.1.2.3",
            "127.255.255.254",
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.254",
            "169.254.169.254",
            "169.254.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.7",
            "192.88.99.1",
            "192.168.0.1",
            "192.168.255.255",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.9",
            "203.0.113.200",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255");

    /** A decimal, an octal and a hexadecimal form of a part. */
    private static List<String> part(int value) {
        return List.of(Integer.toString(value), "0" + Integer.toOctalString(value), "0x" + Integer.toHexString(value));
    }

    private static Set<String> forms(String dotted) throws UnknownHostException {
        byte[] b = InetAddress.getByName(dotted).getAddress();
        int[] p = {b[0] & 255, b[1] & 255, b[2] & 255, b[3] & 255};
        long whole = (long) p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
        Set<String> forms = new LinkedHashSet<>();
        for (String one : part(p[0])) {
            for (String two : part(p[1])) {
                for (String three : part(p[2])) {
                    part(p[3]).forEach(four -> forms.add(String.join(".", one, two, three, four)));
                }
            }
            forms.add(one + "." + (p[1] << 16 | p[2] << 8 | p[3]));
            forms.add(one + "." + p[1] + "." + (p[2] << 8 | p[3]));
        }
        forms.add(dotted + ".");
        forms.add("000" + dotted);
        forms.add(Long.toString(whole));
        forms.add("0x" + Long.toHexString(whole));
        forms.add("0X" + Long.toHexString(whole).toUpperCase(Locale.ROOT));
        forms.add("0" + Long.toOctalString(whole));
        String hex = Integer.toHexString(p[0] << 8 | p[1]) + ":" + Integer.toHexString(p[2] << 8 | p[3]);
        for (String prefix : List.of("::ffff:", "::", "::ffff:0:", "64:ff9b::", "64:ff9b:1::", "0:0:0:0:0:ffff:")) {
            forms.add(prefix + hex);
            forms.add(prefix + dotted);
            forms.add("[" + (prefix + hex).toUpperCase(Locale.ROOT) + "]");
        }
        forms.add("2002:" + hex + "::");
        forms.add("2001:0:" + hex + "::1");
        return forms;
    }

    @Test
    void noFormOfASpecialAddressPasses() throws Exception {
        AddressGuard guard = new AddressGuard(AddressGuardTest::lenient, false);
        List<String> passed = new ArrayList<>();
        int tried = 0;
        for (String address : SPECIAL) {
            for (String form : forms(address)) {
                tried++;
                try {
                    guard.resolve(form);
                    passed.add(form);
                } catch (Http.RefusedException refused) {
                    assertThat(refused.getMessage()).isNotBlank();
                }
            }
        }
        assertThat(passed).isEmpty();
        assertThat(tried).isGreaterThan(2000);
    }

    @Test
    void publicAddressesPassInTheirPlainForm() throws Exception {
        AddressGuard guard = new AddressGuard(AddressGuardTest::lenient, false);
        for (String host : List.of("93.184.216.34", "8.8.8.8", "[2606:4700::1111]", "2a00:1450::1")) {
            assertThat(guard.resolve(host)).hasSize(1);
        }
        for (String host :
                List.of("0x5d.184.216.34", "1572395042", "93.184.55330", "93.184.216.34.", "093.184.216.34")) {
            assertThatThrownBy(() -> guard.resolve(host))
                    .isInstanceOf(Http.RefusedException.class)
                    .hasMessageContaining("four decimal numbers");
        }
    }

    /** The first and the last address of each block of the table; its neighbours are another matter. */
    @Test
    void eachBlockOfTheTable() throws Exception {
        AddressGuard guard = new AddressGuard(AddressGuard.Resolver.SYSTEM, false);
        assertThat(SpecialAddresses.blocks()).hasSizeGreaterThan(30);
        for (SpecialAddresses.Block block : SpecialAddresses.blocks()) {
            byte[] last = block.prefix().clone();
            for (int bit = block.bits(); bit < last.length * 8; bit++) {
                last[bit >> 3] |= (byte) (0x80 >> (bit & 7));
            }
            for (byte[] address : List.of(block.prefix(), last)) {
                InetAddress one = InetAddress.getByAddress(address);
                assertThatThrownBy(() -> guard.check(one))
                        .as(one.getHostAddress())
                        .isInstanceOf(Http.RefusedException.class);
            }
        }
        guard.check(InetAddress.getByName("3fff:1000::1"));
        guard.check(InetAddress.getByName("100.128.0.1"));
    }

    @Test
    void namesThatNoHostHas() {
        AddressGuard guard = new AddressGuard(host -> List.of(InetAddress.getByName("8.8.8.8")), false);
        for (String host : List.of("１２７.0.0.1", "127。0。0。1", "fe80::1%eth0", "a b.example", "", "exa mple", "a%00b")) {
            assertThatThrownBy(() -> guard.resolve(host)).as(host).isInstanceOf(Http.RefusedException.class);
        }
    }
}
