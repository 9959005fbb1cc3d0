package io.vsl.notify;

import io.vsl.delivery.Delivery;
import io.vsl.delivery.NextTry;
import io.vsl.delivery.TryResult;
import io.vsl.delivery.WebhookEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** What follows from a try. */
final class DecideNext {

    private static final int GONE = 410;

    /** A receiver may ask for a longer wait than is planned, up to this. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private final List<Duration> schedule;
    private final RandomGenerator random;

    DecideNext(List<Duration> schedule, RandomGenerator random) {
        this.schedule = List.copyOf(schedule);
        this.random = random;
    }

    NextTry after(Answered answered, Delivery delivery, Instant now) {
        NextTry next = after(answered, delivery.step(), now);
        return next instanceof NextTry.Again && delivery.event() == WebhookEvent.TEST ? new NextTry.GivenUp() : next;
    }

    /** @param step tries since the delivery was made or redelivered, before this one */
    NextTry after(Answered answered, int step, Instant now) {
        if (answered.result() == TryResult.TAKEN) {
            return new NextTry.None();
        }
        if (answered.status() != null && answered.status() == GONE) {
            return new NextTry.Gone();
        }
        if (step + 1 >= schedule.size()) {
            return new NextTry.GivenUp();
        }
        Duration planned = jittered(schedule.get(step + 1));
        Duration asked = answered.retryAfter();
        return new NextTry.Again(now.plus(
                asked == null || asked.compareTo(planned) <= 0
                        ? planned
                        : asked.compareTo(LONGEST) < 0 ? asked : LONGEST));
    }

    /** Up to a fifth shorter or longer, so that what failed together does not come back together. */
    private Duration jittered(Duration wait) {
        return Duration.ofMillis(Math.round(wait.toMillis() * (0.8 + 0.4 * random.nextDouble())));
    }
}
