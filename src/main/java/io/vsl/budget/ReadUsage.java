package io.vsl.budget;

import io.vsl.budget.Usage.Amounts;
import io.vsl.budget.Usage.Entry;
import io.vsl.platform.postgres.Statements;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Adds up what a user's jobs have cost, whether there is a budget or not. */
@Component
public class ReadUsage {

    private static final String USAGE = Statements.read("sql/budget/usage.sql");

    private final JdbcClient jdbc;
    private final Clock clock;

    ReadUsage(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param asked null for this month */
    public Usage read(String userId, @Nullable YearMonth asked) {
        YearMonth current = YearMonth.from(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        YearMonth month = asked == null ? current : asked;
        List<Entry> entries = new ArrayList<>();
        AtomicReference<@Nullable BigDecimal> budget = new AtomicReference<>();
        jdbc.sql(USAGE)
                .param("userId", userId)
                .param("from", month.atDay(1))
                .param("before", month.plusMonths(1).atDay(1))
                .query(row -> {
                    budget.set(Usd.ofNullable(row, "budget"));
                    if (row.getString("model_id") != null) {
                        entries.add(new Entry(
                                row.getString("model_id"),
                                row.getObject("day", LocalDate.class),
                                new Amounts(row.getLong("jobs"), Usd.of(row, "reserved"), Usd.of(row, "spent"))));
                    }
                });
        return Usage.of(userId, month, month.equals(current) ? budget.get() : null, entries);
    }
}
