package io.vsl.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobAccepted;
import io.vsl.ledger.Refusing.Row;
import io.vsl.platform.postgres.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What goes before the first attempt of a job, on both sides of prepare.sql and refuse.sql. */
@Component("prepareAttempts")
public class PrepareAttempts {

    private final ObjectMapper json;

    PrepareAttempts(ObjectMapper json) {
        this.json = json;
    }

    /** What prepare.sql answered. */
    public <S> Standings<S> standing(Preparing<S> preparing, List<Map<String, Object>> rows) {
        return standings(preparing.entries().stream(), rows);
    }

    public <S> Refusing<S> refuse(List<Refusing.Wish<S>> wishes) throws JsonProcessingException {
        Map<UUID, Row> byJob = new LinkedHashMap<>();
        for (Refusing.Wish<S> wish : wishes) {
            UUID jobId = wish.job().jobId();
            if (!byJob.containsKey(jobId)) {
                byJob.put(
                        jobId,
                        new Row(
                                jobId,
                                json.writeValueAsString(wish.job().accepted()),
                                wish.reason().code().name(),
                                wish.reason().message(),
                                wish.reason().at()));
            }
        }
        return new Refusing<>(wishes, List.copyOf(byJob.values()));
    }

    /** What refuse.sql answered: an attempt is refused for the reason that was given first. */
    public <S> Standings<S> refused(Refusing<S> refusing, List<Map<String, Object>> rows) {
        return standings(refusing.wishes().stream().map(Refusing.Wish::job), rows);
    }

    private static <S> Standings<S> standings(Stream<Preparing.Entry<S>> jobs, List<Map<String, Object>> rows) {
        Map<UUID, Map<String, Object>> byJob = rows.stream()
                .collect(Collectors.toMap(row -> Columns.value(row, "job_id", UUID.class), Function.identity()));
        return new Standings<>(jobs.map(job -> new Standings.Entry<>(
                        job.subject(), standing(job.accepted(), Objects.requireNonNull(byJob.get(job.jobId())))))
                .toList());
    }

    private static Standing standing(JobAccepted accepted, Map<String, Object> row) {
        if (Boolean.TRUE.equals(row.get("ended"))) {
            return new Standing.NotOurs();
        }
        String state = (String) row.get("state");
        if (state != null) {
            Fate.Rejected refused = refused(AttemptState.of(state), row);
            return refused == null ? new Standing.NotOurs() : new Standing.Settled(accepted, refused);
        }
        return row.get("cancelled_at") == null
                ? new Standing.Ours(accepted)
                : new Standing.Cancelled(accepted, Columns.instant(row, "cancelled_at"));
    }

    /** Null of one that a provider has, had or may have. */
    private static Fate.@Nullable Rejected refused(AttemptState state, Map<String, Object> row) {
        if (state != AttemptState.REJECTED) {
            return null;
        }
        ErrorCode code = ErrorCode.valueOf(Columns.value(row, "error_code", String.class));
        return code.isBeforeSending()
                ? new Fate.Rejected(code, Columns.value(row, "error_message", String.class), Columns.instant(row, "at"))
                : null;
    }
}
