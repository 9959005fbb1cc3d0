package io.vsl.budget;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many users have little left of their budget. */
@Component
public class NearlyUsed {

    private static final BigDecimal NEARLY = new BigDecimal("0.8");

    /** Those with limits are few. A budget of 0 is meant so. */
    private static final String COUNT = """
            SELECT count(*) FROM user_limits
            WHERE budget > 0 AND month >= date_trunc('month', CAST(:day AS date))
                AND reserved + spent >= budget * CAST(:nearly AS numeric)""";

    private final JdbcClient jdbc;
    private final Clock clock;

    NearlyUsed(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Users of whose budget for this month four fifths are spent or reserved, or more. */
    public int users() {
        return jdbc.sql(COUNT)
                .param("day", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                .param("nearly", NEARLY)
                .query(Integer.class)
                .single();
    }
}
