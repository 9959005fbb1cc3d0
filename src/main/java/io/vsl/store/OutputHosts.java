package io.vsl.store;

import io.vsl.platform.replicate.ReplicateProperties;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Which URLs an output may be fetched from. Replicate's are on {@code replicate.delivery} and its subdomains. */
@Component
class OutputHosts {

    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[.*\\]|[^:]*):[0-9]*");

    private final List<String> hosts;

    OutputHosts(ReplicateProperties properties) {
        this.hosts = properties.outputHosts().stream().map(host -> host.strip().toLowerCase(Locale.ROOT)).toList();
    }

    boolean allow(URI url) {
        String authority = url.getRawAuthority();
        if (authority == null || authority.contains("@")) {
            return false;
        }
        // Of a host with an underscore a URI knows only the authority.
        String named = authority.toLowerCase(Locale.ROOT);
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (HOST_AND_PORT.matcher(named).matches()) {
            return hosts.contains(named) && (scheme.equals("https") || scheme.equals("http"));
        }
        return scheme.equals("https")
                && hosts.stream().anyMatch(allowed -> named.equals(allowed) || named.endsWith("." + allowed));
    }
}
