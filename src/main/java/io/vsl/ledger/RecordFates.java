package io.vsl.ledger;

import io.vsl.platform.postgres.Columns;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What record.sql answers: the jobs that were cancelled while they were sent. */
@Component("recordFates")
public class RecordFates {

    public <S> Recorded<S> recorded(Fates<S> fates, List<Map<String, Object>> cancelled) {
        return new Recorded<>(
                fates.told(),
                cancelled.stream()
                        .map(row -> Columns.value(row, "job_id", UUID.class))
                        .collect(Collectors.toSet()));
    }
}
