package io.vsl.ledger;

import io.vsl.platform.postgres.Columns;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of the attempts that a claim gave us.
 *
 * @param claim the claim's id: what another has by now is not touched
 */
public record Fates<S>(UUID claim, List<Told<S>> told) {

    public Fates {
        told = List.copyOf(told);
    }

    /** What became of one; subject is the caller's own. */
    public record Told<S>(S subject, UUID jobId, int attempt, Fate fate) {}

    public @Nullable String[] jobIds() {
        return Columns.texts(told, Told::jobId);
    }

    public int[] attempts() {
        return Columns.numbers(told, Told::attempt);
    }

    public @Nullable String[] states() {
        return Columns.texts(told, one -> one.fate().state().value());
    }

    public @Nullable String[] predictionIds() {
        return Columns.texts(
                told, one -> one.fate() instanceof Fate.Submitted submitted ? submitted.predictionId() : null);
    }

    public @Nullable String[] errorCodes() {
        return Columns.texts(
                told,
                one -> one.fate() instanceof Fate.Rejected rejected
                        ? rejected.code().name()
                        : null);
    }

    public @Nullable String[] errorMessages() {
        return Columns.texts(told, one -> switch (one.fate()) {
            case Fate.Rejected rejected -> rejected.message();
            case Fate.NotSent notSent -> notSent.reason();
            case Fate.Submitted submitted -> null;
            case Fate.Unknown unknown -> null;
        });
    }

    public @Nullable String[] times() {
        return Columns.texts(told, one -> switch (one.fate()) {
            case Fate.Submitted submitted -> submitted.at();
            case Fate.Rejected rejected -> rejected.at();
            case Fate.NotSent notSent -> null;
            case Fate.Unknown unknown -> null;
        });
    }
}
