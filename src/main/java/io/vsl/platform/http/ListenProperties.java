package io.vsl.platform.http;

import io.vsl.platform.settings.Within;
import java.net.InetAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where HTTP is served.
 *
 * @param port    0 for any that is free
 * @param address of this machine
 */
@ConfigurationProperties("vsl.listen")
record ListenProperties(@Within(from = "0", to = "65535") int port, InetAddress address) {}
