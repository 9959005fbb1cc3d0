package io.vsl.platform.redis;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.SocketAddressResolver;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/**
 * Looks up Redis's name as all other names are, on the thread that connects. Netty's own resolver, which the client would
 * take, does not read all that the JVM's does; and a loop must not wait for a name.
 */
final class ResolveByJvm extends SocketAddressResolver {

    @Override
    public SocketAddress resolve(RedisURI uri) {
        InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
        if (address.isUnresolved()) {
            throw new RedisConnectionException(
                    "The name of Redis has no address", new UnknownHostException(uri.getHost()));
        }
        return address;
    }
}
