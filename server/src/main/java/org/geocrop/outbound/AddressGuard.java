package org.geocrop.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.geocrop.store.Http;

/**
 * Says which addresses may be reached for a request: http and https to public unicast addresses. Loopback, private,
 * link-local (with the metadata services of clouds), shared, multicast, documentation and reserved ranges (IANA
 * special-purpose registries, RFC 6890) are refused, also where IPv6 embeds them.
 */
public final class AddressGuard {

    /** Finds the addresses of a host name. */
    @FunctionalInterface
    public interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;

        /** The machine's own. */
        Resolver SYSTEM = host -> Arrays.asList(InetAddress.getAllByName(host));
    }

    private static final int[][] REFUSED_V4 = {
        // first byte pattern as address, prefix length
        {0x00000000, 8},
        {0x0A000000, 8},
        {0x64400000, 10},
        {0x7F000000, 8},
        {0xA9FE0000, 16},
        {0xAC100000, 12},
        {0xC0000000, 24},
        {0xC0000200, 24},
        {0xC0586300, 24},
        {0xC0A80000, 16},
        {0xC6120000, 15},
        {0xC6336400, 24},
        {0xCB007100, 24},
        {0xE0000000, 3}
    };

    private final Resolver resolver;
    private final boolean privateNetworks;

    /** A guard; {@code privateNetworks} lets it pass every unicast address, for closed installations and tests. */
    public AddressGuard(Resolver resolver, boolean privateNetworks) {
        this.resolver = resolver;
        this.privateNetworks = privateNetworks;
    }

    /**
     * Checks an address and resolves its host.
     *
     * @throws Http.RefusedException saying why it is refused
     */
    public List<InetAddress> check(URI uri) throws Http.RefusedException {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Http.RefusedException("only http and https addresses are reached, not " + scheme + ":");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getRawUserInfo() != null) {
            throw new Http.RefusedException("an address has a host and no user name");
        }
        return resolve(uri.getHost());
    }

    /**
     * The addresses of a host, all of which are allowed: one that is not refuses the host, so that nothing depends on
     * which of them is tried.
     */
    public List<InetAddress> resolve(String host) throws Http.RefusedException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        List<InetAddress> addresses;
        try {
            addresses = resolver.resolve(name);
        } catch (UnknownHostException e) {
            throw new Http.RefusedException("the host " + name + " is not known");
        }
        for (InetAddress address : addresses) {
            check(address);
        }
        return addresses;
    }

    /**
     * Checks what is about to be connected to.
     *
     * @throws Http.RefusedException if it may not be reached
     */
    public void check(InetAddress address) throws Http.RefusedException {
        if (!privateNetworks && isSpecial(address)) {
            throw new Http.RefusedException("its host has an address that is not public");
        }
    }

    private static boolean isSpecial(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        byte[] b = address.getAddress();
        if (address instanceof Inet4Address) {
            return isSpecial(b, 0);
        }
        return !(address instanceof Inet6Address) || isSpecialV6(b);
    }

    private static boolean isSpecialV6(byte[] b) {
        boolean global = (b[0] & 0xe0) == 0x20;
        boolean teredoOrDocumentation = b[0] == 0x20 && b[1] == 0x01 && (b[2] == 0x00 || b[2] == 0x0d);
        // 6to4 (2002::/16) carries an IPv4 address behind its prefix; NAT64 (64:ff9b::/96) is not in 2000::/3.
        boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
        return !global || teredoOrDocumentation || sixToFour;
    }

    private static boolean isSpecial(byte[] b, int at) {
        int address = (b[at] & 0xff) << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
        for (int[] range : REFUSED_V4) {
            int shift = 32 - range[1];
            if (address >>> shift == range[0] >>> shift) {
                return true;
            }
        }
        return false;
    }
}
