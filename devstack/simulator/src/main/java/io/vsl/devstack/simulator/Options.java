package io.vsl.devstack.simulator;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is fixed when the process starts.
 *
 * @param port          the TCP port; 0 takes a free one
 * @param bind          the address to listen on
 * @param dir           where finished predictions and uploaded files are kept
 * @param speed         how many times faster than Replicate everything runs, greater than 0
 * @param deliveryHost  the host, with or without a port, in the URLs of outputs; null for the host of the request
 * @param tokens        the bearer tokens accepted; any when empty
 * @param webhookSecret the signing secret, {@code whsec_…}; null to make one and keep it in {@code dir}
 */
record Options(
        int port,
        String bind,
        Path dir,
        double speed,
        @Nullable String deliveryHost,
        Set<String> tokens,
        @Nullable String webhookSecret) {

    static final String USAGE = """
            usage: simulator --port N --dir DIR [--speed X] [--bind ADDRESS] [--delivery-host HOST[:PORT]]
            environment: REPLICATE_API_TOKEN (accepted tokens, comma-separated; any when absent),
                         REPLICATE_WEBHOOK_SECRET (whsec_…)""";

    private static final List<String> NAMES = List.of("--port", "--dir", "--speed", "--bind", "--delivery-host");

    static Options parse(String[] args, Map<String, String> environment) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!NAMES.contains(args[i]) || i + 1 == args.length) {
                throw new IllegalArgumentException("Not understood: " + args[i]);
            }
            given.put(args[i], args[i + 1]);
        }
        if (!given.containsKey("--port") || !given.containsKey("--dir")) {
            throw new IllegalArgumentException("--port and --dir are needed");
        }
        double speed = Double.parseDouble(given.getOrDefault("--speed", "1"));
        if (!(speed > 0)) {
            throw new IllegalArgumentException("--speed must be greater than 0");
        }
        return new Options(
                Integer.parseInt(given.get("--port")),
                given.getOrDefault("--bind", "127.0.0.1"),
                Path.of(given.get("--dir")),
                speed,
                given.get("--delivery-host"),
                Stream.of(environment.getOrDefault("REPLICATE_API_TOKEN", "").split(","))
                        .map(String::trim)
                        .filter(token -> !token.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                newest(environment.get("REPLICATE_WEBHOOK_SECRET")));
    }

    /** VSL takes several while they overlap; Replicate signs with the newest, which is the first. */
    private static @Nullable String newest(@Nullable String secrets) {
        return secrets == null ? null : secrets.strip().split("[,\\s]+")[0];
    }
}
