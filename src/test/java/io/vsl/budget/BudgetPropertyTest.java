package io.vsl.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.budget.TestBudgets.Admitted;
import io.vsl.budget.TestBudgets.Ended;
import io.vsl.budget.TestBudgets.Wanted;
import io.vsl.testing.NeedsServers;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is admitted, read again, settled and set in whatever order, and however the month turns: each job is decided as
 * somebody would who adds up all jobs before it, and the counts beside a budget are the sums of the jobs.
 */
@NeedsServers
class BudgetPropertyTest {

    private static final List<BigDecimal> PRICES =
            List.of(BigDecimal.ZERO, usd("0.003"), usd("0.003"), usd("0.01"), usd("0.05"));

    private static final TestBudgets BUDGETS = new TestBudgets("test_budget_properties");

    private static BigDecimal usd(String text) {
        return new BigDecimal(text);
    }

    @AfterContainer
    static void stop() {
        BUDGETS.close();
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void anyOrderLeadsToTheSums(@ForAll long seed) {
        BUDGETS.clear();
        new Run(new Random(seed)).run();
    }

    private static final class Run {

        private final Random random;
        private final Map<UUID, Known> jobs = new LinkedHashMap<>();
        private final Map<String, BigDecimal> budgets = new HashMap<>();
        private final Map<String, LocalDate> months = new HashMap<>();
        private LocalDate today = LocalDate.parse("2026-11-28");

        Run(Random random) {
            this.random = random;
        }

        private static final class Known {
            final Wanted wanted;
            final LocalDate day;
            final boolean refused;

            @Nullable
            BigDecimal charged;

            /** What its attempt is known to cost. */
            @Nullable
            BigDecimal known;

            Known(Wanted wanted, LocalDate day, boolean refused) {
                this.wanted = wanted;
                this.day = day;
                this.refused = refused;
            }

            BigDecimal counts() {
                return refused ? BigDecimal.ZERO : charged == null ? wanted.estimate() : charged;
            }
        }

        void run() {
            for (int step = 0; step < 30; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> set();
                    case 1, 2, 3 -> settle();
                    case 4 -> today = today.plusDays(random.nextInt(3));
                    default -> admit();
                }
                budgets.keySet().forEach(this::assertCounted);
            }
            for (int user = 0; user < 3; user++) {
                assertUsage("user" + user, YearMonth.of(2026, 11));
                assertUsage("user" + user, YearMonth.of(2026, 12));
            }
        }

        private void admit() {
            List<Wanted> poll = new ArrayList<>();
            int size = 1 + random.nextInt(6);
            for (int i = 0; i < size; i++) {
                poll.add(
                        !jobs.isEmpty() && random.nextInt(4) == 0
                                ? some().wanted
                                : new Wanted(
                                        UUID.randomUUID(),
                                        "user" + random.nextInt(3),
                                        PRICES.get(random.nextInt(PRICES.size()))));
            }
            List<Wanted> once = poll.stream().distinct().toList();
            // A process whose clock is behind.
            LocalDate day = random.nextInt(4) == 0 ? today.minusDays(1) : today;

            Map<UUID, Admitted> admitted = BUDGETS.admit(day, once);

            Map<String, LocalDate> held = new HashMap<>();
            once.forEach(one -> held.computeIfAbsent(one.userId(), user -> month(user, day)));
            for (Wanted one : once) {
                Known known = jobs.get(one.jobId());
                boolean isNew = known == null;
                if (known == null) {
                    known = decide(one, day, held.get(one.userId()));
                    jobs.put(one.jobId(), known);
                }
                assertThat(admitted.get(one.jobId())).isEqualTo(new Admitted(known.refused, true, isNew));
            }
        }

        /** The month that is counted. */
        private LocalDate month(String user, LocalDate day) {
            LocalDate begun = budgets.containsKey(user) ? months.get(user) : null;
            LocalDate asked = day.withDayOfMonth(1);
            return begun != null && begun.isAfter(asked) ? begun : asked;
        }

        private Known decide(Wanted one, LocalDate asked, LocalDate month) {
            String user = one.userId();
            BigDecimal budget = budgets.get(user);
            if (budget == null) {
                return new Known(one, asked, false);
            }
            boolean fits =
                    one.estimate().signum() == 0 || one.estimate().compareTo(budget.subtract(used(user, month))) <= 0;
            if (fits) {
                months.put(user, month);
            }
            return new Known(one, asked.isBefore(month) ? month : asked, !fits);
        }

        private BigDecimal used(String user, LocalDate month) {
            return jobs.values().stream()
                    .filter(job -> job.wanted.userId().equals(user)
                            && YearMonth.from(job.day).equals(YearMonth.from(month)))
                    .map(Known::counts)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private void settle() {
            if (jobs.isEmpty()) {
                return;
            }
            Map<UUID, Ended> ended = new LinkedHashMap<>();
            int size = 1 + random.nextInt(4);
            for (int i = 0; i < size; i++) {
                Known job = some();
                BigDecimal charged = job.refused || random.nextInt(3) == 0
                        ? BigDecimal.ZERO
                        : job.wanted.estimate().multiply(BigDecimal.valueOf(random.nextInt(3)));
                ended.putIfAbsent(job.wanted.jobId(), new Ended(job.wanted, charged));
                if (!job.refused && job.known == null && random.nextInt(3) == 0) {
                    job.known = BigDecimal.valueOf(random.nextInt(60), 3);
                    BUDGETS.costs(job.wanted, job.known);
                }
            }
            BUDGETS.settle(List.copyOf(ended.values()));
            ended.forEach((jobId, one) -> {
                Known job = jobs.get(jobId);
                if (job.known != null) {
                    job.charged = job.known;
                } else if (job.charged == null) {
                    job.charged = one.charged();
                }
            });
        }

        private void set() {
            String user = "user" + random.nextInt(3);
            BUDGETS.clock.set(today.atTime(12, 0).toInstant(ZoneOffset.UTC));
            if (random.nextInt(4) == 0) {
                BUDGETS.budget(user, null);
                budgets.remove(user);
                return;
            }
            BigDecimal budget = BigDecimal.valueOf(random.nextInt(200), 3);
            LocalDate latest = jobs.values().stream()
                    .filter(job -> job.wanted.userId().equals(user))
                    .map(job -> job.day)
                    .reduce(today, (a, b) -> a.isAfter(b) ? a : b)
                    .withDayOfMonth(1);
            BUDGETS.budget(user, budget.toPlainString());
            budgets.put(user, budget);
            months.merge(user, latest, (a, b) -> a.isAfter(b) ? a : b);
        }

        private Known some() {
            List<Known> all = List.copyOf(jobs.values());
            return all.get(random.nextInt(all.size()));
        }

        private void assertCounted(String user) {
            TestBudgets.Counts counted = BUDGETS.counted(user);
            assertThat(counted).isEqualTo(BUDGETS.ofTheJobs(user, counted.month()));
            assertThat(counted.month()).isEqualTo(months.get(user));
            assertThat(counted.reserved().add(counted.spent())).isEqualByComparingTo(used(user, counted.month()));
        }

        private void assertUsage(String user, YearMonth month) {
            Usage usage = BUDGETS.usage.read(user, month);
            assertThat(usage.reserved().add(usage.spent())).isEqualByComparingTo(used(user, month.atDay(1)));
            assertThat(usage.jobs())
                    .isEqualTo(jobs.values().stream()
                            .filter(job -> job.wanted.userId().equals(user)
                                    && !job.refused
                                    && YearMonth.from(job.day).equals(month))
                            .count());
        }
    }
}
