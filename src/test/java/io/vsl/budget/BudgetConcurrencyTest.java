package io.vsl.budget;

import static io.vsl.budget.TestBudgets.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.budget.TestBudgets.Admitted;
import io.vsl.budget.TestBudgets.Ended;
import io.vsl.budget.TestBudgets.Wanted;
import io.vsl.testing.NeedsServers;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that reserve, settle and set at the same moment, on PostgreSQL. */
@NeedsServers
class BudgetConcurrencyTest {

    private static final int PROCESSES = 8;
    private static final BigDecimal PRICE = new BigDecimal("0.003");

    private static TestBudgets budgets;

    @BeforeAll
    static void start() {
        budgets = new TestBudgets("test_budget_concurrency");
    }

    @AfterAll
    static void stop() {
        budgets.close();
    }

    @BeforeEach
    void clear() {
        budgets.clear();
    }

    private static void atOnce(List<Callable<Void>> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Void> one : threads.invokeAll(work)) {
                one.get();
            }
        }
    }

    private static List<List<Wanted>> polls(int count, int size, int users, Random random) {
        return IntStream.range(0, count)
                .mapToObj(poll -> IntStream.range(0, size)
                        .mapToObj(i -> new Wanted(UUID.randomUUID(), "user" + random.nextInt(users), PRICE))
                        .toList())
                .toList();
    }

    /** As a process that lost its partitions and does not know it yet reads the same records as the one that has them. */
    private static Callable<Void> admitter(
            List<List<Wanted>> polls, LocalDate day, Map<UUID, Set<Boolean>> refused, long seed) {
        return () -> {
            List<List<Wanted>> mine = new ArrayList<>(polls);
            Collections.shuffle(mine, new Random(seed));
            for (List<Wanted> poll : mine) {
                Map<UUID, Admitted> admitted = budgets.admit(day, poll);
                while (!admitted.values().stream().allMatch(Admitted::seen)) {
                    admitted = budgets.admit(day, poll);
                }
                admitted.forEach((jobId, one) -> refused.computeIfAbsent(jobId, id -> ConcurrentHashMap.newKeySet())
                        .add(one.refused()));
            }
            return null;
        };
    }

    @Test
    void thereAreNeverTooManyAndNeverTooFew() throws Exception {
        int fits = 137;
        for (int user = 0; user < 2; user++) {
            budgets.budget(
                    "user" + user, PRICE.multiply(BigDecimal.valueOf(fits)).toPlainString());
        }
        List<List<Wanted>> polls = polls(60, 12, 2, new Random(7));
        Map<UUID, Set<Boolean>> refused = new ConcurrentHashMap<>();

        atOnce(IntStream.range(0, PROCESSES)
                .mapToObj(process -> admitter(polls, DAY, refused, process))
                .toList());

        assertThat(refused).hasSize(720).allSatisfy((jobId, answers) -> assertThat(answers)
                .hasSize(1));
        for (int user = 0; user < 2; user++) {
            String userId = "user" + user;
            assertThat(polls.stream()
                            .flatMap(List::stream)
                            .filter(job -> job.userId().equals(userId)
                                    && refused.get(job.jobId()).contains(false)))
                    .hasSize(fits);
            assertThat(budgets.counted(userId)).isEqualTo(budgets.ofTheJobs(userId, DAY.withDayOfMonth(1)));
        }
    }

    /** The first jobs of a month are admitted by processes of which some still are in the one before. */
    @Test
    void neitherWhileTheMonthTurns() throws Exception {
        int fits = 50;
        budgets.budget("user0", PRICE.multiply(BigDecimal.valueOf(fits)).toPlainString());
        LocalDate december = LocalDate.parse("2026-12-01");
        budgets.admit(december, List.of(new Wanted(UUID.randomUUID(), "user0", PRICE)));
        List<List<Wanted>> polls = polls(40, 10, 1, new Random(7));
        Map<UUID, Set<Boolean>> refused = new ConcurrentHashMap<>();

        atOnce(IntStream.range(0, PROCESSES)
                .mapToObj(process -> admitter(polls, process % 2 == 0 ? december : DAY.plusDays(2), refused, process))
                .toList());

        assertThat(refused.values().stream().filter(answers -> answers.contains(false)))
                .hasSize(fits - 1);
        assertThat(budgets.counted("user0")).isEqualTo(budgets.ofTheJobs("user0", december));
    }

    @Test
    void countsAreTheSumsWhateverHappensAtOnce() throws Exception {
        List<List<Wanted>> polls = polls(80, 10, 3, new Random(7));
        Map<UUID, Set<Boolean>> refused = new ConcurrentHashMap<>();
        List<Callable<Void>> work = new ArrayList<>();
        for (int process = 0; process < 4; process++) {
            work.add(admitter(polls, DAY, refused, process));
        }
        Set<UUID> settled = ConcurrentHashMap.newKeySet();
        for (int process = 0; process < 3; process++) {
            work.add(() -> {
                while (settled.size() < 600) {
                    List<Ended> ended = polls.stream()
                            .flatMap(List::stream)
                            .filter(job -> refused.containsKey(job.jobId()))
                            .filter(job -> Math.floorMod(job.jobId().hashCode(), 4) != 0)
                            .filter(job -> !settled.contains(job.jobId()))
                            .limit(20)
                            .map(job ->
                                    new Ended(job, refused.get(job.jobId()).contains(true) ? BigDecimal.ZERO : PRICE))
                            .toList();
                    if (ended.isEmpty() && refused.size() == 800) {
                        return null;
                    }
                    if (!ended.isEmpty()) {
                        budgets.settle(ended);
                        ended.forEach(one -> settled.add(one.job().jobId()));
                    }
                }
                return null;
            });
        }
        work.add(() -> {
            Random random = new Random(9);
            for (int i = 0; i < 40; i++) {
                budgets.budget(
                        "user" + random.nextInt(3),
                        random.nextInt(3) == 0
                                ? null
                                : BigDecimal.valueOf(random.nextInt(900), 3).toPlainString());
            }
            return null;
        });

        atOnce(work);

        assertThat(refused).hasSize(800).allSatisfy((jobId, answers) -> assertThat(answers)
                .hasSize(1));
        assertThat(new HashSet<>(budgets.refusals()))
                .isEqualTo(refused.entrySet().stream()
                        .filter(one -> one.getValue().contains(true))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
        for (int user = 0; user < 3; user++) {
            String userId = "user" + user;
            if (budgets.limits.find(userId).budget() != null) {
                assertThat(budgets.counted(userId)).isEqualTo(budgets.ofTheJobs(userId, DAY.withDayOfMonth(1)));
            }
        }
    }
}
