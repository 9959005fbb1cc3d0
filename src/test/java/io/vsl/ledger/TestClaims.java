package io.vsl.ledger;

import io.vsl.platform.json.JsonConfiguration;
import java.util.List;
import java.util.UUID;

/** Claims without a ledger. */
public final class TestClaims {

    private TestClaims() {}

    public static ClaimAttempts claims() {
        return new ClaimAttempts(JsonConfiguration.json());
    }

    public static <S> Claim<S> claim() {
        return new Claim<>(UUID.randomUUID(), 4711, List.of(), List.of());
    }
}
