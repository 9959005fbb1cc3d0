package io.vsl.settle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.vsl.job.Charge;
import io.vsl.job.Charge.Source;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import io.vsl.job.Price;
import io.vsl.job.Price.Per;
import io.vsl.provider.Progress.Cancelled;
import io.vsl.provider.Progress.Ended;
import io.vsl.provider.Progress.Failed;
import io.vsl.provider.Progress.Succeeded;
import io.vsl.provider.Progress.TimedOut;
import io.vsl.provider.Ran;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a prediction costs, for each way in which it ends and each thing that is paid for. */
class ReckonChargeTest {

    private static final Instant BEGAN = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant ENDED = Instant.parse("2026-01-01T12:00:07.5Z");
    private static final Ran QUEUED = new Ran(null, ENDED, null);
    private static final Ran TIMED = new Ran(BEGAN, ENDED, null);
    private static final Ran METERED = new Ran(BEGAN, ENDED, new BigDecimal("7.25"));

    @ParameterizedTest
    @CsvSource({
        "RUN, 3, 0.01, 1, METERED",
        "OUTPUT, 3, 0.03, 3, METERED",
        "OUTPUT, , 0.04, 4, ESTIMATED",
        "SECOND, 3, 0.04, 4, ESTIMATED",
        "PREDICT_SECOND, 3, 0.0725, 7.25, METERED",
    })
    void whatSucceededIsPaid(Per per, @Nullable Integer made, BigDecimal usd, BigDecimal units, Source source) {
        assertThat(charge(per, succeeded(), METERED, made)).isEqualTo(new Charge(usd, units, source));
    }

    @ParameterizedTest
    @CsvSource({
        "RUN, 0.01, 1, METERED",
        "OUTPUT, 0.04, 4, ESTIMATED",
        "SECOND, 0.04, 4, ESTIMATED",
        "PREDICT_SECOND, 0.0725, 7.25, METERED",
    })
    void whatWasCancelledWhileItRanIsPaid(Per per, BigDecimal usd, BigDecimal units, Source source) {
        assertThat(charge(per, new Cancelled(ENDED), METERED, null)).isEqualTo(new Charge(usd, units, source));
        assertThat(charge(per, new TimedOut(ENDED), METERED, null)).isEqualTo(new Charge(usd, units, source));
    }

    @ParameterizedTest
    @EnumSource(Per.class)
    void whatNeverRanIsFree(Per per) {
        Charge free = new Charge(BigDecimal.ZERO, BigDecimal.ZERO, Source.METERED);

        assertThat(charge(per, new Cancelled(ENDED), QUEUED, null)).isEqualTo(free);
        assertThat(charge(per, new TimedOut(ENDED), QUEUED, null)).isEqualTo(free);
        assertThat(charge(per, failed(ErrorCode.PROVIDER_INTERRUPTED), METERED, null))
                .isEqualTo(free);
    }

    @ParameterizedTest
    @EnumSource(Per.class)
    void whatFailedIsUnknown(Per per) {
        assertThat(charge(per, failed(ErrorCode.MODEL_ERROR), METERED, null)).isEqualTo(Charge.UNKNOWN);
    }

    @Test
    void secondsThatNobodyMetersAreGuessedByTheClockOrUnknown() {
        assertThat(charge(Per.PREDICT_SECOND, succeeded(), TIMED, 1))
                .isEqualTo(new Charge(new BigDecimal("0.075"), new BigDecimal("7.500"), Source.ESTIMATED));
        assertThat(charge(Per.PREDICT_SECOND, succeeded(), QUEUED, 1)).isEqualTo(Charge.UNKNOWN);
        assertThat(charge(Per.PREDICT_SECOND, succeeded(), new Ran(ENDED, BEGAN, null), 1))
                .isEqualTo(Charge.UNKNOWN);
        assertThat(charge(
                        Per.PREDICT_SECOND,
                        succeeded(),
                        new Ran(BEGAN, Instant.parse("2099-01-01T00:00:00Z"), null),
                        1))
                .isEqualTo(Charge.UNKNOWN);
    }

    @Test
    void withoutAPriceNothingIsKnown() {
        assertThat(ReckonCharge.of(null, succeeded(), METERED, 1)).isEqualTo(Charge.UNKNOWN);
    }

    private static Charge charge(Per per, Ended ended, Ran ran, @Nullable Integer made) {
        return ReckonCharge.of(new Price(new BigDecimal("0.01"), per, BigDecimal.valueOf(4), null), ended, ran, made);
    }

    private static Succeeded succeeded() {
        return new Succeeded(NullNode.instance, 0, 0, false, ENDED);
    }

    private static Failed failed(ErrorCode code) {
        return new Failed(JobError.of(code, "because"), ENDED);
    }
}
