package io.vsl.budget;

import io.vsl.budget.Costs.Amounts;
import io.vsl.budget.Costs.By;
import io.vsl.budget.Costs.Group;
import io.vsl.platform.postgres.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Adds up what predictions have cost. */
@Component
public class ReadCosts {

    private static final String COSTS = Statements.read("sql/budget/costs.sql");

    private final JdbcClient jdbc;

    ReadCosts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is asked for.
     *
     * @param before the first day that is not meant any more
     * @param limit  of groups
     */
    public record Asked(
            LocalDate from,
            LocalDate before,
            ZoneId zone,
            By by,
            @Nullable String userId,
            @Nullable String modelId,
            int limit) {}

    private record Row(boolean isWhole, Group group) {}

    public Costs read(Asked asked) {
        List<Row> rows = new ArrayList<>(jdbc.sql(statement(asked.by()))
                .param("from", asked.from())
                .param("before", asked.before())
                .param("zone", asked.zone().getId())
                .param("userId", asked.userId())
                .param("modelId", asked.modelId())
                .param("limit", asked.limit())
                .query((row, number) -> row(row))
                .list());
        Amounts total = rows.removeFirst().group().amounts();
        List<Group> groups = rows.stream().map(Row::group).toList();
        Amounts left = groups.stream().map(Group::amounts).reduce(total, Amounts::minus);
        return new Costs(
                asked.from(),
                asked.before(),
                asked.zone().getId(),
                "USD",
                asked.by(),
                total,
                groups,
                left.attempts() == 0 ? null : left);
    }

    private static String statement(By by) {
        return COSTS.formatted(by.key, by.order);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getBoolean("whole"),
                new Group(
                        row.getString("key"),
                        new Amounts(
                                row.getLong("attempts"),
                                row.getLong("metered"),
                                row.getLong("estimated"),
                                row.getLong("unknown"),
                                row.getBigDecimal("usd"))));
    }
}
