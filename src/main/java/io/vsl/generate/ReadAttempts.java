package io.vsl.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vsl.job.AttemptRequested;
import io.vsl.job.Compilation;
import io.vsl.job.JobAccepted;
import io.vsl.ledger.Claim;
import io.vsl.ledger.ClaimAttempts;
import io.vsl.ledger.Wanted;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.provider.Providers;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The attempts that a poll asks for, and our claim to them. */
@Component("readAttempts")
class ReadAttempts {

    private final ClaimAttempts claims;
    private final EventRecords records;
    private final Topics topics;
    private final Providers providers;
    private final GenerateProperties properties;

    ReadAttempts(
            ClaimAttempts claims,
            EventRecords records,
            Topics topics,
            Providers providers,
            GenerateProperties properties) {
        this.claims = claims;
        this.records = records;
        this.topics = topics;
        this.providers = providers;
        this.properties = properties;
    }

    public Claim<PolledRecord> read(Batch batch) throws JsonProcessingException {
        List<Optional<Wanted<PolledRecord>>> read = batch.map(this::read);
        return claims.open(read.stream().flatMap(Optional::stream).toList(), properties.sendWithin());
    }

    /** Empty of what no provider makes, and of what another stage is to do something for before it is sent. */
    private Optional<Wanted<PolledRecord>> read(PolledRecord polled) {
        if (polled.consumed().topic().equals(topics.attemptRequested())) {
            AttemptRequested asked = records.read(polled.consumed(), AttemptRequested.class);
            if (asked.accepted() != null) {
                EventRecords.requireKey(polled.consumed(), asked.accepted().job());
                providers.of(asked.accepted().prediction().provider());
            }
            return Optional.of(Wanted.requested(polled, asked));
        }
        JobAccepted accepted = records.readEvent(polled.consumed(), JobAccepted.class);
        if (Compilation.isOne(accepted.job())) {
            polled.finish(List.of());
            return Optional.empty();
        }
        providers.of(accepted.prediction().provider());
        if (!accepted.prediction().files().isEmpty()) {
            // The stage that brings them asks for its first attempt.
            polled.finish(List.of(records.inputs(accepted, polled.consumed())));
            return Optional.empty();
        }
        return Optional.of(Wanted.first(polled, accepted));
    }
}
