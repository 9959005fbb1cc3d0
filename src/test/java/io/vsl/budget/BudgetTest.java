package io.vsl.budget;

import static io.vsl.budget.TestBudgets.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.budget.TestBudgets.Counts;
import io.vsl.budget.TestBudgets.Wanted;
import io.vsl.testing.NeedsServers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reserving, settling and setting, on PostgreSQL. */
@NeedsServers
class BudgetTest {

    private static final LocalDate NOVEMBER = LocalDate.parse("2026-11-01");
    private static final LocalDate DECEMBER = LocalDate.parse("2026-12-01");

    private static TestBudgets budgets;

    private final String user = "user-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        budgets = new TestBudgets("test_budgets");
    }

    @AfterAll
    static void stop() {
        budgets.close();
    }

    @BeforeEach
    void clear() {
        budgets.clear();
    }

    private Wanted job(String estimate) {
        return Wanted.of(user, estimate);
    }

    private static Counts counts(LocalDate month, String reserved, String spent) {
        return new Counts(month, new BigDecimal(reserved), new BigDecimal(spent));
    }

    @Test
    void aBudgetIsUsedUpToTheLastCentAndNoFurther() {
        budgets.budget(user, "0.009");

        assertThat(budgets.runs(DAY, job("0.003"), job("0.003"))).containsExactly(true, true);
        assertThat(budgets.runs(DAY, job("0.003"), job("0.003"))).containsExactly(true, false);
        assertThat(budgets.runs(DAY, job("0.0001"))).containsExactly(false);
        assertThat(budgets.counted(user)).isEqualTo(counts(NOVEMBER, "0.009", "0"));
    }

    @Test
    void oneThatIsTooDearLeavesWhatIsLeftToThoseAfterIt() {
        budgets.budget(user, "0.05");

        assertThat(budgets.runs(DAY, job("0.02"), job("0.05"), job("0.03"), job("0.0001")))
                .containsExactly(true, false, true, false);
    }

    @Test
    void whatCostsNothingAlwaysRuns() {
        budgets.budget(user, "0");

        assertThat(budgets.runs(DAY, job("0.003"), job("0"))).containsExactly(false, true);
    }

    @Test
    void eachUserOfAPollHasTheirOwnAndWhoHasNoneIsNotCounted() {
        String other = user + "-2";
        String free = user + "-3";
        budgets.budget(user, "0.003");
        budgets.budget(other, "0.006");

        assertThat(budgets.runs(
                        DAY,
                        Wanted.of(free, "9"),
                        Wanted.of(other, "0.003"),
                        job("0.003"),
                        Wanted.of(other, "0.003"),
                        job("0.003"),
                        Wanted.of(free, "9")))
                .containsExactly(true, true, true, true, false, true);
        assertThat(budgets.counted(user)).isEqualTo(counts(NOVEMBER, "0.003", "0"));
        assertThat(budgets.counted(other)).isEqualTo(counts(NOVEMBER, "0.006", "0"));
        assertThat(budgets.usage.read(free, null).total().reserved()).isEqualByComparingTo("18");
    }

    @Test
    void whatWasDecidedStaysSoHoweverOftenItIsRead() {
        budgets.budget(user, "0.003");
        Wanted first = job("0.003");
        Wanted second = job("0.003");
        assertThat(budgets.runs(DAY, first, second)).containsExactly(true, false);

        budgets.budget(user, "100");

        assertThat(budgets.runs(DAY.plusMonths(1), first, second)).containsExactly(true, false);
        assertThat(budgets.counted(user)).isEqualTo(counts(NOVEMBER, "0.003", "0"));
        assertThat(budgets.refusals()).containsExactly(second.jobId());
    }

    @Test
    void anOutcomeReplacesTheEstimateByTheCostOnce() {
        budgets.budget(user, "0.10");
        Wanted one = job("0.05");
        Wanted two = job("0.05");
        budgets.runs(DAY, one, two);

        budgets.settle(one, "0.04");
        budgets.settle(one, "0.04");

        assertThat(budgets.counted(user)).isEqualTo(counts(NOVEMBER, "0.05", "0.04"));
        assertThat(budgets.runs(DAY, job("0.02"), job("0.01"))).containsExactly(false, true);
        budgets.settle(two, "0");
        assertThat(budgets.counted(user)).isEqualTo(counts(NOVEMBER, "0.01", "0.04"));
    }

    /** As of a prediction that was cancelled: its job has ended when Replicate says what has run. */
    @Test
    void whatAnAttemptCostsCountsThoughItIsKnownOnlyAfterTheOutcome() {
        budgets.budget(user, "0.10");
        Wanted one = job("0.05");
        budgets.runs(DAY, one);
        budgets.costs(one, null);
        budgets.settle(one, "0.05");
        assertThat(budgets.counted(user)).isEqualTo(counts(NOVEMBER, "0", "0.05"));

        budgets.costs(one, new BigDecimal("0.0125"));
        budgets.settle(one, "0.02");
        budgets.settle(one, "0.05");

        assertThat(budgets.counted(user)).isEqualTo(counts(NOVEMBER, "0", "0.0125"));
    }

    @Test
    void aRefusedJobHasNothingToSettle() {
        budgets.budget(user, "0.003");
        Wanted refused = job("0.05");
        budgets.runs(DAY, job("0.003"), refused);

        budgets.settle(refused, "0");

        assertThat(budgets.counted(user)).isEqualTo(counts(NOVEMBER, "0.003", "0"));
        assertThat(budgets.usage.read(user, null).total().jobs()).isEqualTo(1);
    }

    @Test
    void whatWasSpentAndIsUnderWayBeforeTheBudgetWasSetCounts() {
        Wanted open = job("0.02");
        Wanted ended = job("0.05");
        Wanted failed = job("0.05");
        budgets.runs(DAY.minusDays(5), open, ended, failed);
        budgets.runs(DAY.minusMonths(1), job("7"));
        budgets.settle(ended, "0.04");
        budgets.settle(failed, "0");

        budgets.budget(user, "0.07");

        assertThat(budgets.counted(user)).isEqualTo(counts(NOVEMBER, "0.02", "0.04"));
        assertThat(budgets.runs(DAY, job("0.02"), job("0.01"), job("0.01"))).containsExactly(false, true, false);
        budgets.settle(open, "0");
        assertThat(budgets.runs(DAY, job("0.02"), job("0.01"))).containsExactly(true, false);
    }

    @Test
    void aBudgetThatWasTakenAwayAndSetAgainKnowsWhatRanMeanwhile() {
        budgets.budget(user, "0.003");
        Wanted before = job("0.003");
        budgets.runs(DAY, before);
        budgets.budget(user, null);
        assertThat(budgets.runs(DAY, job("5"))).containsExactly(true);
        budgets.settle(before, "0.002");

        budgets.budget(user, "5.005");

        assertThat(budgets.counted(user)).isEqualTo(counts(NOVEMBER, "5", "0.002"));
        assertThat(budgets.runs(DAY, job("0.003"), job("0.001"))).containsExactly(true, false);
    }

    @Test
    void aBudgetBelowWhatIsUsedTakesNothingBack() {
        budgets.budget(user, "10");
        Wanted running = job("9");
        budgets.runs(DAY, running);

        budgets.budget(user, "5");

        assertThat(budgets.runs(DAY, job("0.001"), job("0"))).containsExactly(false, true);
        assertThat(budgets.usage.read(user, null).left()).isZero();
        budgets.settle(running, "4");
        assertThat(budgets.runs(DAY, job("1"), job("0.001"))).containsExactly(true, false);
    }

    @Test
    void aMonthBeginsAnewAndWhatEndsLaterCountsWhereItWasAccepted() {
        budgets.budget(user, "0.05");
        Wanted november = job("0.05");
        assertThat(budgets.runs(DAY, november, job("0.05"))).containsExactly(true, false);

        Wanted december = job("0.02");
        assertThat(budgets.runs(DECEMBER, december)).containsExactly(true);
        budgets.settle(november, "0.04");

        assertThat(budgets.counted(user)).isEqualTo(counts(DECEMBER, "0.02", "0"));
        assertThat(budgets.usage.read(user, YearMonth.of(2026, 11)).total().spent())
                .isEqualByComparingTo("0.04");
        assertThat(budgets.usage.read(user, YearMonth.of(2026, 12)).total().reserved())
                .isEqualByComparingTo("0.02");
    }

    /** Its clock is behind, or it has begun a moment earlier: the month does not go back, nor is there room in both. */
    @Test
    void whoIsStillInTheOldMonthCountsInTheNewOne() {
        budgets.budget(user, "0.05");
        budgets.runs(DECEMBER, job("0.03"));
        Wanted late = job("0.02");

        assertThat(budgets.runs(DAY, late, job("0.01"))).containsExactly(true, false);

        assertThat(budgets.day(late)).isEqualTo(DECEMBER);
        assertThat(budgets.counted(user)).isEqualTo(counts(DECEMBER, "0.05", "0"));
        budgets.settle(late, "0.02");
        assertThat(budgets.counted(user)).isEqualTo(counts(DECEMBER, "0.03", "0.02"));
        budgets.budget(user, "1");
        assertThat(budgets.counted(user)).isEqualTo(counts(DECEMBER, "0.03", "0.02"));
    }

    @Test
    void aMonthInWhichNothingFitsBeginsAllTheSame() {
        budgets.budget(user, "0.05");
        Wanted november = job("0.05");
        budgets.runs(DAY, november);

        assertThat(budgets.runs(DECEMBER, job("0.06"))).containsExactly(false);
        budgets.settle(november, "0.05");
        assertThat(budgets.runs(DECEMBER, job("0.05"), job("0.01"))).containsExactly(true, false);
        assertThat(budgets.counted(user)).isEqualTo(counts(DECEMBER, "0.05", "0"));
    }

    @Test
    void usageIsByModelAndDayAndThereIsABudgetInThisMonthOnly() {
        budgets.budget(user, "1");
        Wanted early = job("0.003");
        budgets.runs(DAY.minusDays(1), early);
        budgets.runs(DAY, job("0.003"), job("0.003"));
        budgets.settle(early, "0.003");

        Usage usage = budgets.usage.read(user, null);
        budgets.clock.forward(Duration.ofDays(30));
        Usage later = budgets.usage.read(user, YearMonth.of(2026, 11));

        assertThat(usage.left()).isEqualByComparingTo("0.991");
        assertThat(usage.models()).hasSize(1);
        assertThat(usage.days()).extracting(Usage.OfDay::day).containsExactly(DAY.minusDays(1), DAY);
        assertThat(later.total()).isEqualTo(usage.total());
        assertThat(later.budget()).isNull();
        assertThat(budgets.usage.read(user, null).total().jobs()).isZero();
        assertThat(budgets.usage.read(user, null).left()).isEqualByComparingTo("1");
    }

    @Test
    void limitsAreKeptAsTheyAreSet() {
        assertThat(budgets.limits.find(user)).isEqualTo(UserLimits.none(user));
        budgets.limits.set(new UserLimits(user, null, 7, 0, null), "somebody");

        UserLimits found = budgets.limits.find(user);

        assertThat(found.requestsPerHour()).isEqualTo(7);
        assertThat(found.requestsPerDay()).isZero();
        assertThat(found.budget()).isNull();
        assertThat(found.changedBy()).isEqualTo("somebody");
        assertThat(budgets.runs(DAY, job("1000"))).isEqualTo(List.of(true));
    }
}
