package io.vsl.ledger;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What record.sql answers: the jobs that were cancelled while they were sent. */
@Component("recordFates")
public class RecordFates {

    public <S> Recorded<S> recorded(Fates<S> fates, List<Map<String, Object>> cancelled) {
        return new Recorded<>(fates.told(),
                cancelled.stream().map(row -> (UUID) row.get("job_id")).collect(Collectors.toSet()));
    }
}
