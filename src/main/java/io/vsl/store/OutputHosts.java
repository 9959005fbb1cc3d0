package io.vsl.store;

import io.vsl.platform.replicate.ReplicateProperties;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Which URLs an output may be fetched from. Replicate's are on {@code replicate.delivery} and its subdomains. */
@Component
class OutputHosts {

    private final List<String> hosts;

    OutputHosts(ReplicateProperties properties) {
        this.hosts = properties.outputHosts().stream().map(host -> host.strip().toLowerCase(Locale.ROOT)).toList();
    }

    boolean allow(URI url) {
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            return false;
        }
        String host = url.getHost().toLowerCase(Locale.ROOT);
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean named = hosts.contains(host + ":" + url.getPort());
        boolean under = url.getPort() == -1
                && hosts.stream().anyMatch(allowed -> host.equals(allowed) || host.endsWith("." + allowed));
        return named && (scheme.equals("https") || scheme.equals("http")) || under && scheme.equals("https");
    }
}
