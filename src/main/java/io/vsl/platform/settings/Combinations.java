package io.vsl.platform.settings;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.unit.DataSize;

/** Settings of different rooms that must fit each other. */
final class Combinations {

    /**
     * @param property that must be at least
     * @param times    as often
     * @param least    this one
     * @param why      the end of a sentence
     */
    private record AtLeast(String property, int times, String least, Class<? extends Comparable<?>> type, String why) {}

    private static final List<AtLeast> ALL = List.of(
            new AtLeast(
                    "vsl.poller.absent-after",
                    2,
                    "vsl.generate.send-within",
                    Duration.class,
                    "a request that is on its way must not count as one that never arrived"),
            new AtLeast(
                    "vsl.redis.remember",
                    1,
                    "vsl.redis.terminal-ttl",
                    Duration.class,
                    "that a job has ended is remembered at least as long as its outcome"),
            new AtLeast("vsl.http.max-held", 1, "vsl.http.max-body", DataSize.class, "one body must fit"));

    private Combinations() {}

    static void check(Binder binder, SettingNames names, Faults faults) {
        for (AtLeast rule : ALL) {
            if (faults.isKnown(rule.property()) || faults.isKnown(rule.least())) {
                continue;
            }
            long value = number(binder, rule.property(), rule.type(), Long.MAX_VALUE);
            long least = number(binder, rule.least(), rule.type(), 0);
            if (value / rule.times() < least) {
                faults.add(
                        rule.property(),
                        "at least %s%s, which is %s: %s"
                                .formatted(
                                        rule.times() == 1 ? "" : rule.times() + " times ",
                                        names.of(rule.least()),
                                        binder.bind(rule.least(), String.class).orElse(""),
                                        rule.why()),
                        false);
            }
        }
    }

    /** In bytes or nanoseconds. */
    private static long number(Binder binder, String property, Class<?> type, long unset) {
        return switch (binder.bind(property, type).orElse(null)) {
            case Duration duration -> duration.toNanos();
            case DataSize size -> size.toBytes();
            case null, default -> unset;
        };
    }
}
