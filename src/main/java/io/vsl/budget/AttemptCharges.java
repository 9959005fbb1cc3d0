package io.vsl.budget;

import io.vsl.job.Job;
import io.vsl.job.Price;
import io.vsl.platform.postgres.Columns;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What attempts cost, each once. charge.sql has a column of each. */
public final class AttemptCharges {

    private record Attempt(UUID jobId, int attempt) {}

    private final Collection<AttemptCharge> all;

    /** @param proposed jobs as they are to end, in the order of the log */
    public AttemptCharges(List<Job> proposed) {
        Map<Attempt, AttemptCharge> byAttempt = new LinkedHashMap<>();
        proposed.forEach(job -> AttemptCharge.of(job)
                .ifPresent(charge -> byAttempt.merge(
                        new Attempt(job.jobId(), job.attempts()),
                        charge,
                        (first, next) -> next.replaces(first) ? next : first)));
        this.all = byAttempt.values();
    }

    public @Nullable String[] jobIds() {
        return ofJobs(Job::jobId);
    }

    public int[] attempts() {
        return Columns.numbers(all, one -> one.job().attempts());
    }

    public @Nullable String[] predictionIds() {
        return ofJobs(Job::predictionId);
    }

    public @Nullable String[] userIds() {
        return ofJobs(Job::userId);
    }

    public @Nullable String[] modelIds() {
        return ofJobs(Job::modelId);
    }

    public @Nullable String[] batchIds() {
        return ofJobs(Job::batchId);
    }

    public @Nullable String[] endedAts() {
        return Columns.texts(all, one -> one.outcome().at());
    }

    public @Nullable String[] pers() {
        return ofPrices(price -> price.per().value());
    }

    public @Nullable String[] prices() {
        return ofPrices(Price::usd);
    }

    public @Nullable String[] sinces() {
        return ofPrices(Price::since);
    }

    public @Nullable String[] units() {
        return Columns.texts(all, one -> one.charge().units());
    }

    public @Nullable String[] usds() {
        return Columns.texts(all, one -> one.charge().usd());
    }

    public @Nullable String[] sources() {
        return Columns.texts(all, one -> one.charge().source().value());
    }

    public boolean[] guesses() {
        return Columns.flags(all, AttemptCharge::isGuessed);
    }

    private @Nullable String[] ofJobs(Function<Job, @Nullable Object> column) {
        return Columns.texts(all, one -> column.apply(one.job()));
    }

    private @Nullable String[] ofPrices(Function<Price, @Nullable Object> column) {
        return Columns.texts(all, one -> {
            Price price = one.job().price();
            return price == null ? null : column.apply(price);
        });
    }
}
