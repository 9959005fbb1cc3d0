package io.vsl.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Which number each port has. */
record Ports(Map<Port, Integer> numbers) {

    static final int DEFAULT_BASE = 17_000;

    private static final int OTHER_BASE = 27_000;
    private static final int HIGHEST_OFFSET = 900;
    /** Below the ranges from which Linux (32768) and macOS (49152) take ports for outgoing connections. */
    private static final int FREE_FROM = 18_000;

    private static final int FREE_TO = 32_000;

    /** @throws UserError when the base leaves no room for all of them */
    static Ports from(int base) {
        if (base < 1_024 || base + HIGHEST_OFFSET > 65_535) {
            throw new UserError("A port base is between 1024 and " + (65_535 - HIGHEST_OFFSET) + ", not " + base);
        }
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, base + port.offset());
        }
        return new Ports(numbers);
    }

    /** Ports that nobody listens on now, and that no outgoing connection takes while a server of ours is stopped. */
    static Ports free() {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            int candidate;
            do {
                candidate = ThreadLocalRandom.current().nextInt(FREE_FROM, FREE_TO);
            } while (numbers.containsValue(candidate) || !isFree(candidate));
            numbers.put(port, candidate);
        }
        return new Ports(numbers);
    }

    int of(Port port) {
        return Objects.requireNonNull(numbers.get(port));
    }

    /** @throws UserError naming every port of these that is taken, whose it is and how to take others */
    void requireFree(Collection<Service> services) {
        Set<Port> needed = EnumSet.noneOf(Port.class);
        services.forEach(service -> needed.add(service.port()));
        if (services.contains(Service.KAFKA)) {
            needed.add(Port.KAFKA_CONTROLLER);
        }
        StringBuilder taken = new StringBuilder();
        for (Port port : needed) {
            if (!isFree(of(port))) {
                taken.append("Port ")
                        .append(of(port))
                        .append(" is taken; it is for ")
                        .append(port.purpose())
                        .append(".\n");
            }
        }
        if (!taken.isEmpty()) {
            int other = of(Port.APP) == OTHER_BASE ? DEFAULT_BASE : OTHER_BASE;
            throw new UserError(
                    "%sTake other ports with --port-base %d, or VSL_PORT_BASE=%d.".formatted(taken, other, other));
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
