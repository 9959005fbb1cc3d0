package io.vsl.generate;

import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.ledger.Fate;
import io.vsl.provider.Answered;
import io.vsl.provider.Creation;
import io.vsl.provider.Creation.Created;
import io.vsl.provider.Creation.Held;
import io.vsl.provider.Creation.NotSent;
import io.vsl.provider.Creation.Refused;
import io.vsl.provider.Creation.Unknown;
import io.vsl.provider.Creation.Unreachable;
import io.vsl.provider.Providers;
import io.vsl.provider.Reply;
import java.time.Clock;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the answer to a creation, or the lack of one, means for its attempt and for those that come after. */
@Component("settleAttempt")
class SettleAttempt {

    private static final Logger LOG = LoggerFactory.getLogger(SettleAttempt.class);

    private final Providers providers;
    private final LimitCreations limit;
    private final MeterRegistry meters;
    private final Clock clock;

    SettleAttempt(Providers providers, LimitCreations limit, MeterRegistry meters, Clock clock) {
        this.providers = providers;
        this.limit = limit;
        this.meters = meters;
        this.clock = clock;
    }

    public void settle(Answered<Attempt> answered) {
        Attempt attempt = answered.subject();
        Creation creation = creation(attempt, answered.reply());
        limit.learn(attempt.provider(), creation);
        switch (answered.reply()) {
            case Reply.Answer answer -> {
                meters.counter("vsl." + attempt.provider() + ".creations", "status", Integer.toString(answer.status()))
                        .increment();
                LOG.atInfo()
                        .addKeyValue("action", "create-prediction")
                        .addKeyValue("jobId", attempt.jobId())
                        .addKeyValue("status", answer.status())
                        .log("{} answered: {}", attempt.provider(), name(creation));
            }
            case Reply.NoAnswer none ->
                LOG.atWarn()
                        .addKeyValue("action", "create-prediction")
                        .addKeyValue("jobId", attempt.jobId())
                        .addKeyValue("error", none.cause().toString())
                        .log("{} did not answer: {}", attempt.provider(), name(creation));
        }
    }

    /** An answer that nobody can decide on is none: its fate is found out, and those of its poll are written down. */
    private Creation creation(Attempt attempt, Reply reply) {
        try {
            Creation creation = providers.of(attempt.provider()).created(reply);
            attempt.settle(fate(creation));
            return creation;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("action", "create-prediction")
                    .addKeyValue("jobId", attempt.jobId())
                    .setCause(e)
                    .log(
                            "The answer of {} can't be read: whether it has a prediction is to be found out",
                            attempt.provider());
            return new Unknown("its answer can't be read: " + e);
        }
    }

    private Fate fate(Creation creation) {
        return switch (creation) {
            case Created created ->
                new Fate.Submitted(created.predictionId(), Objects.requireNonNullElse(created.at(), clock.instant()));
            case Refused refused -> new Fate.Rejected(refused.code(), refused.message(), clock.instant());
            case Held held -> new Fate.NotSent(held.reason());
            case NotSent notSent -> new Fate.NotSent(notSent.reason());
            case Unreachable unreachable -> new Fate.NotSent(unreachable.reason());
            case Unknown unknown -> new Fate.Unknown();
        };
    }

    private static String name(Creation creation) {
        return creation.getClass().getSimpleName();
    }
}
