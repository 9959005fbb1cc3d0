package io.vsl.ledger;

import io.vsl.platform.postgres.Columns;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which predictions are known to be of some attempt, on both sides of known.sql. */
@Component("knownPredictions")
class KnownPredictions {

    /** What known.sql is given. */
    public record Ids(@Nullable String[] ids) {}

    public Ids ids(Candidates candidates) {
        return new Ids(candidates.candidates().toArray(String[]::new));
    }

    public Known known(@Body List<Map<String, Object>> rows) {
        return new Known(rows.stream()
                .map(row -> Columns.value(row, "prediction_id", String.class))
                .collect(Collectors.toSet()));
    }
}
