package io.vsl.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Adjustment;
import io.vsl.job.Decimals;
import io.vsl.job.Estimate;
import io.vsl.job.FieldError;
import io.vsl.job.InputFile;
import io.vsl.job.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What comes of a caller's parameters: a run that can be started, or every reason why not. */
public sealed interface Prepared {

    /**
     * The model can be run.
     *
     * @param parameters    the caller's parameters with the defaults filled in, under our names
     * @param input         the same under the model's own input names, ready to be sent
     * @param files         what of the input is a file
     * @param outputs       how many outputs are asked for; 0 when the model's entry doesn't say
     * @param adjustments   what couldn't be had exactly as asked; empty when all could
     * @param prices        by the day from which each holds; none of what VSL makes itself, which costs nothing
     * @param estimatedTime from the start of the run to its end
     */
    record Accepted(
            ObjectNode parameters,
            ObjectNode input,
            List<InputFile> files,
            int outputs,
            List<Adjustment> adjustments,
            List<Price> prices,
            Duration estimatedTime)
            implements Prepared {

        public Accepted {
            files = List.copyOf(files);
            adjustments = List.copyOf(adjustments);
            prices = List.copyOf(prices);
        }

        /** What it is expected to take, when it begins at that time, after so long a wait. */
        Estimate estimate(Instant at, Duration wait) {
            Price price = prices.isEmpty() ? null : Prices.at(at, prices, Price::since);
            return new Estimate(
                    Decimals.seconds(estimatedTime.plus(wait)),
                    price == null ? BigDecimal.ZERO : price.estimate(),
                    price,
                    adjustments);
        }
    }

    /**
     * The parameters are wrong.
     *
     * @param errors every fault there is, never empty
     */
    record Refused(List<FieldError> errors) implements Prepared {

        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
