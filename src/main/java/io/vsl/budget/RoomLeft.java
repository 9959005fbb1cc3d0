package io.vsl.budget;

import io.vsl.job.Job;
import io.vsl.platform.postgres.Statements;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * An early look at what is left of a budget, before a request is taken. It reserves nothing: admit decides on what it lets
 * through. Nothing is remembered of it, so that what was released or added a moment ago is there; who has no budget, and
 * nearly all have none, is known without a look.
 */
@Component
public class RoomLeft {

    private static final Logger LOG = LoggerFactory.getLogger(RoomLeft.class);

    private static final String ROOM = Statements.read("sql/budget/room.sql");

    private final KnownLimits limits;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ExecutorService aside;

    RoomLeft(KnownLimits limits, JdbcClient jdbc, Clock clock, @Qualifier("aside") ExecutorService aside) {
        this.limits = limits;
        this.jdbc = jdbc;
        this.clock = clock;
        this.aside = aside;
    }

    /** Of a budget, and whether the job was admitted before. */
    private record Room(BigDecimal left, boolean admitted) {}

    /**
     * What is left now when that is too little for the job; empty when it is enough, or there is no budget, or the job was
     * admitted before, or PostgreSQL can't be asked.
     *
     * @param job of a user
     */
    public CompletionStage<Optional<BigDecimal>> tooLittleFor(Job job) {
        String userId = job.userId();
        BigDecimal cost = job.estimatedCost();
        if (userId == null || cost == null || cost.signum() == 0) {
            return nothing();
        }
        return limits.of(userId)
                .thenCompose(known -> known.budget() == null || !limits.canAsk()
                        ? nothing()
                        : CompletableFuture.supplyAsync(() -> look(userId, job, cost), aside));
    }

    private static CompletionStage<Optional<BigDecimal>> nothing() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private Optional<BigDecimal> look(String userId, Job job, BigDecimal cost) {
        try {
            return jdbc.sql(ROOM)
                    .param("userId", userId)
                    .param("jobId", job.jobId())
                    .param("day", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                    .query((row, number) -> new Room(Usd.of(row, "room"), row.getBoolean("admitted")))
                    .optional()
                    .filter(room -> !room.admitted() && room.left().compareTo(cost) < 0)
                    .map(room -> room.left().max(BigDecimal.ZERO));
        } catch (DataAccessException e) {
            LOG.atWarn()
                    .addKeyValue("action", "budget")
                    .addKeyValue("userId", userId)
                    .addKeyValue("error", e.getMessage())
                    .log("What is left of a budget can't be read: admit decides");
            return Optional.empty();
        }
    }
}
