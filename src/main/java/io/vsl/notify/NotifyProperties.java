package io.vsl.notify;

import io.vsl.platform.settings.Checked;
import io.vsl.platform.settings.Within;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of notify.
 *
 * @param period         how often it looks for what is due
 * @param schedule       the wait before each try of a delivery
 * @param timeout        for the whole of an answer
 * @param concurrency    calls under way at once
 * @param perUser        of them of one user
 * @param perReceiver    of them to one receiver
 * @param lease          how long a delivery that was taken is no other process's; longer than a call and its record take
 * @param disableAfter   how long an endpoint must have failed without a success before it is disabled
 * @param keep           how long deliveries are kept
 * @param forgetEvery    how often older ones are removed
 * @param maxPollRecords records of one poll
 */
@ConfigurationProperties("vsl.notify")
record NotifyProperties(
        @Within(from = "100ms", to = "1h") Duration period,
        List<Duration> schedule,
        @Within(from = "1s", to = "5m") Duration timeout,
        @Within(from = "1", to = "10000") int concurrency,
        @Within(from = "1", to = "10000") int perUser,
        @Within(from = "1", to = "10000") int perReceiver,
        @Within(from = "10s", to = "1h") Duration lease,
        @Within(from = "1s", to = "365d") Duration disableAfter,
        @Within(from = "1h", to = "3650d") Duration keep,
        @Within(from = "1s", to = "7d") Duration forgetEvery,
        @Within(from = "1", to = "10000") int maxPollRecords)
        implements Checked {

    private static final Duration MARGIN = Duration.ofSeconds(5);

    NotifyProperties {
        schedule = List.copyOf(schedule);
    }

    @Override
    public List<String> faults() {
        if (schedule.isEmpty() || schedule.stream().anyMatch(Duration::isNegative)) {
            return List.of("vsl.notify.schedule must be waits such as 0s,5s,5m, at least one");
        }
        return lease.compareTo(timeout.plus(MARGIN)) < 0
                ? List.of(
                        "vsl.notify.lease is %ds. Allowed is at least vsl.notify.timeout and %ds, or one delivery is sent by two"
                                .formatted(lease.toSeconds(), MARGIN.toSeconds()))
                : List.of();
    }
}
