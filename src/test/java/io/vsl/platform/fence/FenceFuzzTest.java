package io.vsl.platform.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.VertxException;
import io.vertx.core.http.RequestOptions;
import io.vsl.platform.url.CallersUrl;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * No text passes the fence that anybody who might connect would read as an address inside the network: the JDK, Vert.x, or
 * the C library, which takes octal and hexadecimal numbers. The readings and the addresses that are inside are the test's
 * own.
 */
class FenceFuzzTest {

    private static final NameServer NAMES = new NameServer();

    private static final Fence FENCE = NAMES.fence(false);

    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]*|[0-9]+");

    @FuzzTest(maxDuration = "1m")
    void whatPassesLeadsToNoAddressInsideTheNetwork(byte[] bytes) throws InvalidUrl {
        WebUrl url;
        try {
            url = CallersUrl.read(new String(bytes, StandardCharsets.UTF_8));
        } catch (InvalidUrl e) {
            return;
        }
        // It is kept as text, and read again by whoever calls it.
        assertThat(CallersUrl.read(url.toString())).isEqualTo(url);
        boolean refusedNow = FENCE.refusalNow(url.toString()).join().isPresent();
        if (FENCE.refusal(url).isPresent()) {
            assertThat(refusedNow).isTrue();
            return;
        }
        for (String host : hosts(url)) {
            for (InetAddress address : addresses(host)) {
                assertThat(isInside(address)).as("%s leads to %s", url, address).isFalse();
            }
        }
    }

    /** As each reader of URLs sees it. */
    private static List<String> hosts(WebUrl url) {
        List<String> hosts = new ArrayList<>(List.of(url.host()));
        try {
            hosts.add(new RequestOptions().setAbsoluteURI(url.toString()).getHost());
            Optional.ofNullable(new URI(url.toString()).getHost()).ifPresent(hosts::add);
        } catch (VertxException | URISyntaxException e) {
            // Who reads it so does not go there.
        }
        return hosts;
    }

    /** What the host is when it is an address, each way it can be read; a name is none. */
    private static List<InetAddress> addresses(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            if (host.startsWith("[")) {
                return List.of(InetAddress.getByName(host));
            }
            if (host.contains(":")) {
                return List.of(InetAddress.getByName("[" + host + "]"));
            }
        } catch (UnknownHostException e) {
            return List.of();
        }
        String[] parts = bare.split("\\.", -1);
        if (parts.length > 4 || !Arrays.stream(parts).allMatch(NUMBER.asMatchPredicate())) {
            return List.of();
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (boolean decimal : new boolean[] {true, false}) {
            addressOf(parts, decimal).ifPresent(addresses::add);
        }
        return addresses;
    }

    /** Each part is a byte but for the last, which is all that are left. */
    private static Optional<InetAddress> addressOf(String[] parts, boolean decimal) {
        BigInteger address = BigInteger.ZERO;
        for (int i = 0; i < parts.length; i++) {
            BigInteger part = number(parts[i].toLowerCase(Locale.ROOT), decimal);
            int bytes = i < parts.length - 1 ? 1 : 5 - parts.length;
            if (part.bitLength() > 8 * bytes) {
                return Optional.empty();
            }
            address = address.shiftLeft(8 * bytes).or(part);
        }
        byte[] four = new byte[4];
        for (int i = 0; i < 4; i++) {
            four[i] = address.shiftRight(8 * (3 - i)).byteValue();
        }
        return Optional.of(address(four));
    }

    private static BigInteger number(String part, boolean decimal) {
        if (part.startsWith("0x")) {
            return part.length() == 2 ? BigInteger.ZERO : new BigInteger(part.substring(2), 16);
        }
        boolean octal = !decimal && part.startsWith("0") && part.matches("[0-7]+");
        return new BigInteger(part, octal ? 8 : 10);
    }

    private static boolean isInside(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        if (bytes.length == 4) {
            return first == 0
                    || first == 10
                    || first == 127
                    || first >= 224
                    || first == 100 && second >= 64 && second < 128
                    || first == 169 && second == 254
                    || first == 172 && second >= 16 && second < 32
                    || first == 192 && second == 168
                    || first == 198 && (second == 18 || second == 19);
        }
        boolean isCarrier = isZero(bytes, 0, 10) || hex(bytes).startsWith("0064ff9b") && isZero(bytes, 4, 12);
        return (first & 0xfe) == 0xfc
                || isCarrier && isInside(address(Arrays.copyOfRange(bytes, 12, 16)))
                || first == 0x20 && second == 0x02 && isInside(address(Arrays.copyOfRange(bytes, 2, 6)));
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static String hex(byte[] bytes) {
        return "%032x".formatted(new BigInteger(1, bytes));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
