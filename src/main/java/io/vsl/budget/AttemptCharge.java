package io.vsl.budget;

import io.vsl.job.Charge;
import io.vsl.job.Charge.Source;
import io.vsl.job.Job;
import io.vsl.job.Outcome;
import io.vsl.job.Price;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * What an attempt to run a job costs, as far as that is known when an outcome is proposed.
 *
 * @param job       with that outcome, whether it becomes the job's own or not; it has a prediction
 * @param isGuessed whether the job ended before anybody said how the prediction did
 */
public record AttemptCharge(Job job, Charge charge, boolean isGuessed) {

    /** Empty where no prediction was made, of a job of somebody. */
    public static Optional<AttemptCharge> of(Job ended) {
        if (ended.predictionId() == null || ended.attempts() < 1 || ended.userId() == null || ended.modelId() == null) {
            return Optional.empty();
        }
        Charge said = ended.charge();
        return Optional.of(new AttemptCharge(ended, said == null ? guess(ended) : said, said == null));
    }

    /** Of a job that ended before anybody said how its prediction did. */
    private static Charge guess(Job ended) {
        BigDecimal counts = Spending.of(ended);
        Price price = ended.price();
        return Spending.isCharged(ended)
                ? new Charge(counts, price == null ? null : price.units(), Source.ESTIMATED)
                : Charge.UNKNOWN;
    }

    /** Whether it replaces what was said of the same attempt before; charge.sql goes by the same. */
    public boolean replaces(AttemptCharge former) {
        return !isGuessed && (former.isGuessed || charge.source().compareTo(former.charge.source()) < 0);
    }

    Outcome outcome() {
        return Objects.requireNonNull(job.outcome());
    }
}
