package io.vsl.provider;

import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * How outputs of providers are fetched.
 *
 * @param hosts   that they may be fetched from, with their subdomains; with a port, exactly that one, over plain HTTP too
 * @param maxSize of one
 * @param timeout to fetch one
 * @param kept    how long after the end of a run its outputs are there
 */
public record OutputRules(List<String> hosts, DataSize maxSize, Duration timeout, Duration kept) {

    public OutputRules {
        hosts = List.copyOf(hosts);
    }
}
