package io.vsl.platform.fence;

import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.NetUtil;
import io.vsl.platform.loop.EventLoops;
import io.vsl.platform.loop.Failures;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Where a URL may lead that a caller or a model has given us: to the public internet. Who calls such a URL connects to one
 * of the addresses that were looked at here, since a name can lead elsewhere a moment later. Names are asked for without a
 * thread: a name server that doesn't answer holds up nobody else.
 */
@Component
public class Fence implements AutoCloseable {

    static final String INSIDE = "leads into the network";

    private static final Duration QUERY = Duration.ofSeconds(2);
    private static final Duration LOOKUP = Duration.ofSeconds(5);

    /** Addresses are asked for again within the minute, and names that are not there at once. */
    private static final int MOST_SECONDS_KEPT = 60;

    private static final int FIRST_FREE_PORT = 1024;

    /** Names that are never on the internet (RFC 6761, 6762, 8375 and ICANN's .internal), and those of one part. */
    private static final Predicate<String> LOCAL_NAME = Pattern.compile(
                    "[^.]*|(.*\\.)?(localhost|local|internal|home\\.arpa)")
            .asMatchPredicate();

    private final boolean allowInternal;
    private final DnsNameResolver names;

    @Autowired
    Fence(FenceProperties properties, EventLoops loops) {
        this(
                properties.allowInternal(),
                new DnsNameResolverBuilder(loops.all().getFirst())
                        .datagramChannelType(NioDatagramChannel.class)
                        .socketChannelType(NioSocketChannel.class)
                        .queryTimeoutMillis(QUERY.toMillis())
                        .ttl(0, MOST_SECONDS_KEPT)
                        .negativeTtl(0)
                        // A caller's name is whole.
                        .searchDomains(List.of())
                        .build());
    }

    Fence(boolean allowInternal, DnsNameResolver names) {
        this.allowInternal = allowInternal;
        this.names = names;
    }

    /**
     * Why nobody is to go there, as far as the URL itself tells: by its port, by its address or by a name that is never on
     * the internet. It goes on from the URL: {@code leads into the network}.
     */
    public Optional<String> refusal(WebUrl url) {
        if (allowInternal) {
            return Optional.empty();
        }
        if (url.port() != null && url.port() < FIRST_FREE_PORT && url.port() != 80 && url.port() != 443) {
            return Optional.of("has a port other than 80, 443 and those from %d on".formatted(FIRST_FREE_PORT));
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(url.host());
        boolean isInside = address == null
                ? LOCAL_NAME.test(withoutLastDot(url.host()))
                : !PublicAddresses.contain(addressOf(address));
        return isInside ? Optional.of(INSIDE) : Optional.empty();
    }

    /** The same of a file: it is fetched by https alone, but in a stack on one machine. */
    public Optional<String> refusalOfFile(WebUrl url) {
        return allowInternal || url.scheme().equals("https")
                ? refusal(url)
                : Optional.of("does not begin with https://");
    }

    /**
     * The same of a URL as text, and for a name what it leads to now. A name that nobody knows, or not in time, may be known when it is
     * needed, and is not refused.
     *
     * @return completes on an event loop, and never fails
     */
    public CompletableFuture<Optional<String>> refusalNow(String text) {
        WebUrl url;
        try {
            url = WebUrl.parse(text);
        } catch (InvalidUrl e) {
            return CompletableFuture.completedFuture(Optional.of(String.valueOf(e.getMessage())));
        }
        Optional<String> refusal = refusal(url);
        if (allowInternal || refusal.isPresent() || NetUtil.createByteArrayFromIpAddressString(url.host()) != null) {
            return CompletableFuture.completedFuture(refusal);
        }
        return resolve(url.host())
                .handle((addresses, failure) -> failure != null && Failures.of(failure) instanceof InternalAddress
                        ? Optional.of(INSIDE)
                        : Optional.empty());
    }

    /**
     * Where a name or an address leads: to connect to, of one kind, at least one.
     *
     * @return fails with an {@link InternalAddress} when any of its addresses is inside the network, and with another
     *     UnknownHostException when it has none, or nobody says so in time
     */
    public CompletableFuture<List<InetAddress>> resolve(String host) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        if (address != null) {
            return outside(List.of(addressOf(address)));
        }
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        names.resolveAll(withoutLastDot(host)).addListener(lookup -> {
            if (lookup.isSuccess()) {
                @SuppressWarnings("unchecked")
                List<InetAddress> addresses = (List<InetAddress>) lookup.getNow();
                found.complete(addresses);
            } else {
                found.completeExceptionally(new UnknownHostException("has no address"));
            }
        });
        return found.orTimeout(LOOKUP.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof UnknownHostException
                                ? failure
                                : new UnknownHostException("has no address that is known in time")))
                .thenCompose(this::outside);
    }

    private CompletableFuture<List<InetAddress>> outside(List<InetAddress> addresses) {
        try {
            requireOutside(addresses);
        } catch (InternalAddress e) {
            return CompletableFuture.failedFuture(e);
        }
        List<InetAddress> ofIpv4 =
                addresses.stream().filter(Inet4Address.class::isInstance).toList();
        return CompletableFuture.completedFuture(ofIpv4.isEmpty() ? addresses : ofIpv4);
    }

    private void requireOutside(List<InetAddress> addresses) throws InternalAddress {
        if (!allowInternal && !addresses.stream().allMatch(PublicAddresses::contain)) {
            throw new InternalAddress();
        }
    }

    /** The same for a client that waits, of a name as this machine knows it. */
    public InetAddress[] resolveNow(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        requireOutside(List.of(addresses));
        return addresses;
    }

    private static String withoutLastDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static InetAddress addressOf(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Netty gives four or sixteen bytes", e);
        }
    }

    @Override
    public void close() {
        names.close();
    }
}
