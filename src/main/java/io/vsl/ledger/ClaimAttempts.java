package io.vsl.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobAccepted;
import io.vsl.ledger.Claim.Row;
import io.vsl.ledger.Claimed.Entry;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.postgres.Columns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Claims attempts, on both sides of claim.sql. */
@Component("claimAttempts")
public class ClaimAttempts {

    private final ObjectMapper json;

    ClaimAttempts(ObjectMapper json) {
        this.json = json;
    }

    /** A claim that lasts so long from now on, which is before the ledger is asked. */
    public <S> Claim<S> open(List<Wanted<S>> wanted, Duration sendWithin) throws JsonProcessingException {
        long sendBefore = System.nanoTime() + sendWithin.toNanos();
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<AttemptId, Wanted<S>> one : Claim.distinct(wanted).entrySet()) {
            JobAccepted accepted = one.getValue().accepted();
            rows.add(new Row(
                    one.getKey(), one.getValue().cause(), accepted == null ? null : json.writeValueAsString(accepted)));
        }
        return new Claim<>(UUID.randomUUID(), sendBefore, wanted, rows);
    }

    /**
     * What claim.sql answered. An attempt that is wanted twice is sent once. A row that can't be read is told as that: the
     * others of the claim would not be sent if it were thrown, since they are claimed by now.
     */
    public <S> Claimed<S> claimed(Claim<S> claim, List<Map<String, Object>> rows) {
        Map<AttemptId, Map<String, Object>> byId =
                rows.stream().collect(Collectors.toMap(AttemptId::of, Function.identity()));
        Set<AttemptId> given = new HashSet<>();
        List<Entry<S>> entries = new ArrayList<>();
        for (Wanted<S> wanted : claim.wanted()) {
            AttemptId id = new AttemptId(wanted.jobId(), wanted.attempt());
            Map<String, Object> row = Objects.requireNonNull(byId.get(id));
            boolean isOurs = given.add(id) && Boolean.TRUE.equals(row.get("ours"));
            entries.add(new Entry<>(wanted, standing(wanted, row, isOurs)));
        }
        return new Claimed<>(claim, entries);
    }

    private Standing standing(Wanted<?> wanted, Map<String, Object> row, boolean isOurs) {
        try {
            return read(wanted, row, isOurs);
        } catch (JsonProcessingException | RuntimeException e) {
            String fault = e instanceof JsonProcessingException parsing ? parsing.getOriginalMessage() : e.getMessage();
            return new Standing.Unreadable(
                    new InvalidRecord("What the ledger keeps of the attempt can't be read: " + fault), isOurs);
        }
    }

    private Standing read(Wanted<?> wanted, Map<String, Object> row, boolean isOurs) throws JsonProcessingException {
        JobAccepted accepted = accepted(wanted, row);
        if (accepted == null) {
            return new Standing.NeverAccepted();
        }
        if (isOurs) {
            return new Standing.Ours(accepted);
        }
        String state = (String) row.get("state");
        return switch (state == null ? AttemptState.CLAIMED : AttemptState.of(state)) {
            case SUBMITTED ->
                new Standing.Settled(
                        accepted,
                        new Fate.Submitted(
                                Columns.value(row, "prediction_id", String.class), Columns.instant(row, "at")));
            case REJECTED ->
                new Standing.Settled(
                        accepted,
                        new Fate.Rejected(
                                ErrorCode.valueOf(Columns.value(row, "error_code", String.class)),
                                Columns.value(row, "error_message", String.class),
                                Columns.instant(row, "at")));
            case CLAIMED ->
                row.get("cancelled_at") == null
                        ? new Standing.NotOurs()
                        : new Standing.Cancelled(accepted, Columns.instant(row, "cancelled_at"));
            case SENDING, ABANDONED -> new Standing.NotOurs();
        };
    }

    private @Nullable JobAccepted accepted(Wanted<?> wanted, Map<String, Object> row) throws JsonProcessingException {
        String kept = (String) row.get("accepted");
        return wanted.accepted() != null || kept == null ? wanted.accepted() : json.readValue(kept, JobAccepted.class);
    }
}
