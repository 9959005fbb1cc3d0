package io.vsl.platform.fence;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are anybody's on the internet. Source: IANA's registries of special-purpose addresses (RFC 6890), for
 * IPv4 and for IPv6.
 */
final class PublicAddresses {

    private static final List<IpSubnetFilterRule> SPECIAL_IPV4 = subnets(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** All that IANA has given out, so neither loopback nor link-local, unique local or multicast addresses. */
    private static final IpSubnetFilterRule GLOBAL_IPV6 = subnet("2000::/3");

    /** Protocols' own with Teredo, documentation, 6to4. */
    private static final List<IpSubnetFilterRule> SPECIAL_IPV6 =
            subnets("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** An IPv4 address in its last four bytes (RFC 6052), as a network without IPv4 knows it. */
    private static final IpSubnetFilterRule TRANSLATED_IPV4 = subnet("64:ff9b::/96");

    private PublicAddresses() {}

    private static List<IpSubnetFilterRule> subnets(String... subnets) {
        return Stream.of(subnets).map(PublicAddresses::subnet).toList();
    }

    private static IpSubnetFilterRule subnet(String subnet) {
        return new IpSubnetFilterRule(subnet, IpFilterRuleType.REJECT);
    }

    /** Whether it is one of them. Java reads an IPv4 address that is mapped into IPv6 as IPv4. */
    static boolean contain(InetAddress address) {
        if (address instanceof Inet4Address) {
            return isInNone(SPECIAL_IPV4, address);
        }
        return isIn(TRANSLATED_IPV4, address)
                ? contain(translated(address))
                : isIn(GLOBAL_IPV6, address) && isInNone(SPECIAL_IPV6, address);
    }

    private static boolean isInNone(List<IpSubnetFilterRule> subnets, InetAddress address) {
        return subnets.stream().noneMatch(subnet -> isIn(subnet, address));
    }

    private static boolean isIn(IpSubnetFilterRule subnet, InetAddress address) {
        return subnet.matches(new InetSocketAddress(address, 0));
    }

    private static InetAddress translated(InetAddress address) {
        byte[] bytes = address.getAddress();
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
