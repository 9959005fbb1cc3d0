package io.vsl.provider;

import io.vsl.platform.url.WebUrl;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Which URLs an output may be fetched from. Replicate's are on {@code replicate.delivery} and its subdomains. */
@Component
public class OutputHosts {

    private final List<String> hosts;

    OutputHosts(OutputRules rules) {
        this.hosts = rules.hosts().stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Over https; over plain http, and with a port, where exactly that is allowed. */
    public boolean allow(WebUrl url) {
        return hosts.stream().anyMatch(host -> host.equals(authority(url)) && host.contains(":"))
                || url.scheme().equals("https")
                        && url.port() == null
                        && hosts.stream()
                                .anyMatch(host ->
                                        url.host().equals(host) || url.host().endsWith("." + host));
    }

    /** With its port always, as a setting has it: {@code http://127.0.0.1/} is at {@code 127.0.0.1:80}. */
    private static String authority(WebUrl url) {
        return url.port() != null ? url.authority() : url.host() + (url.scheme().equals("https") ? ":443" : ":80");
    }
}
