package io.vsl.budget;

import io.vsl.job.Decimals;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Money as it is shown: 0.003, not 0.0030, and 10, not 1E+1. */
final class Usd {

    private Usd() {}

    static BigDecimal shown(BigDecimal amount) {
        return Decimals.plain(amount);
    }

    static BigDecimal of(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(ofNullable(row, column), column);
    }

    static @Nullable BigDecimal ofNullable(ResultSet row, String column) throws SQLException {
        BigDecimal amount = row.getBigDecimal(column);
        return amount == null ? null : shown(amount);
    }
}
