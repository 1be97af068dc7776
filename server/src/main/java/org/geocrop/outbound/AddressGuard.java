package org.geocrop.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.geocrop.net.Http;

/**
 * Says which addresses may be reached for a request: http and https to public unicast addresses. Loopback, private,
 * link-local (with the metadata services of clouds), shared, multicast, documentation and reserved ranges ({@link
 * SpecialAddresses}) are refused, also where IPv6 embeds them, and every form of an IPv4 address but the dotted one.
 */
public final class AddressGuard {

    /** Finds the addresses of a host name. */
    @FunctionalInterface
    public interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;

        /** The machine's own. */
        Resolver SYSTEM = host -> Arrays.asList(InetAddress.getAllByName(host));
    }

    private static final String BYTE = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final Pattern PLAIN_V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    /** What some resolver takes for an IPv4 address: its last part is a number (WHATWG URL, "ends in a number"). */
    private static final Pattern NUMBER = Pattern.compile("\\d+|0[xX][0-9a-fA-F]*");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

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
        checkForm(name);
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

    /** An IPv4 address is four decimal numbers: every other form means different hosts to different resolvers. */
    private static void checkForm(String name) throws Http.RefusedException {
        if (name.indexOf(':') >= 0) {
            if (!V6.matcher(name).matches()) {
                throw new Http.RefusedException("its host is no IPv6 address");
            }
            return;
        }
        if (!NAME.matcher(name).matches()) {
            throw new Http.RefusedException("its host has characters that no name of a host has");
        }
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String last = bare.substring(bare.lastIndexOf('.') + 1);
        if (NUMBER.matcher(last).matches() && !PLAIN_V4.matcher(name).matches()) {
            throw new Http.RefusedException("an IPv4 address is written as four decimal numbers");
        }
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
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || SpecialAddresses.contains(address);
    }
}
