package io.vsl.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processor time that the processes of a run have used so far, as the system counts it: the program that is measured,
 * the servers that it works with, and the load. It hardly depends on what else the machine does.
 */
final class ProcessorTime {

    private static final String LOAD = "load";

    /** What their command lines have in them. */
    private static final Map<String, String> SERVERS = servers();

    private ProcessorTime() {}

    private static Map<String, String> servers() {
        Map<String, String> servers = new LinkedHashMap<>();
        servers.put("io.vsl.devstack.kafka", "Kafka");
        servers.put("io.vsl.devstack.redis", "Redis");
        servers.put("redis-server", "Redis");
        servers.put("postgres", "PostgreSQL");
        return servers;
    }

    /** Of these, the servers and the load, by what a process is for; those of one kind together. */
    static Map<String, Duration> of(Program... programs) {
        Map<String, Duration> spent = new LinkedHashMap<>();
        for (Program program : programs) {
            spent.merge(program.name(), program.processorTime(), Duration::plus);
        }
        ProcessHandle self = ProcessHandle.current();
        Stream.concat(Stream.of(self), self.descendants())
                .forEach(process -> spent.merge(
                        kind(process, self), process.info().totalCpuDuration().orElse(Duration.ZERO), Duration::plus));
        spent.remove("");
        return spent;
    }

    /** Empty for one that is neither a server nor the load. */
    private static String kind(ProcessHandle process, ProcessHandle self) {
        if (process.equals(self)) {
            return LOAD;
        }
        String line =
                process.info().commandLine().orElse(process.info().command().orElse(""));
        return SERVERS.entrySet().stream()
                .filter(server -> line.contains(server.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** What was used between the two, in microseconds for each of so many. */
    static Map<String, Double> each(Map<String, Duration> before, Map<String, Duration> after, long count) {
        Map<String, Double> micros = new LinkedHashMap<>();
        after.forEach((kind, spent) -> micros.put(
                kind, spent.minus(before.getOrDefault(kind, Duration.ZERO)).toNanos() / 1e3 / count));
        return micros;
    }
}
