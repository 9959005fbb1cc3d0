package io.vsl.budget;

import io.vsl.platform.postgres.Columns;
import io.vsl.platform.postgres.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What users may ask for, as operators read and set it. */
@Component
public class UsersLimits {

    private static final String FIND = """
            SELECT user_id, budget, requests_per_hour, requests_per_day, media_retention_days, changed_at, changed_by
            FROM user_limits WHERE user_id = :userId""";

    /** Who reserves or settles waits as long, and no longer, for a reader of the table to end. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '3s'";

    /** Waits for those who reserve or settle, and keeps others from it; who only reads is not kept. */
    private static final String HOLD = "LOCK TABLE user_limits IN EXCLUSIVE MODE";

    private static final String SET = Statements.read("sql/budget/set.sql");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    UsersLimits(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** None of a user about whom nobody has said anything, whether there is such a user or not. */
    public UserLimits find(String userId) {
        return jdbc.sql(FIND)
                .param("userId", userId)
                .query(UsersLimits::limits)
                .optional()
                .orElseGet(() -> UserLimits.none(userId));
    }

    /**
     * From when this returns on, a budget holds for all that is admitted; what the user's jobs of the month have cost counts,
     * as what those cost that run.
     */
    public UserLimits set(UserLimits wanted, String by) {
        return Objects.requireNonNull(transaction.execute(status -> {
            jdbc.sql(PATIENCE).update();
            jdbc.sql(HOLD).update();
            return jdbc.sql(SET)
                    .param("userId", wanted.userId())
                    .param("budget", wanted.budget())
                    .param("requestsPerHour", wanted.requestsPerHour())
                    .param("requestsPerDay", wanted.requestsPerDay())
                    .param("mediaRetentionDays", wanted.mediaRetentionDays())
                    .param("day", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                    .param("by", by)
                    .query(UsersLimits::limits)
                    .single();
        }));
    }

    private static UserLimits limits(ResultSet row, int number) throws SQLException {
        return new UserLimits(
                row.getString("user_id"),
                Usd.ofNullable(row, "budget"),
                row.getObject("requests_per_hour", Integer.class),
                row.getObject("requests_per_day", Integer.class),
                row.getObject("media_retention_days", Integer.class),
                Columns.instantOrNull(row, "changed_at"),
                row.getString("changed_by"));
    }
}
