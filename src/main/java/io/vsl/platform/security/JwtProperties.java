package io.vsl.platform.security;

import io.vsl.platform.settings.Checked;
import io.vsl.platform.settings.Within;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of tokens of an OIDC issuer; without an issuer none are taken.
 *
 * @param issuer        as the claim {@code iss} has it; blank for none
 * @param audience      that tokens must be for: {@code aud}, or {@code client_id} of those that have no {@code aud}
 * @param keys          where the issuer's public keys are, as a JSON Web Key Set
 * @param groupsClaim   the claim that has the user's groups
 * @param operatorGroup whose members are operators
 * @param timeout       to connect to the issuer, and to read its keys
 * @param keep          how long keys are used before they are asked for again
 * @param outage        how much longer when the issuer does not answer
 * @param askEvery      how often the issuer is asked at most
 */
@ConfigurationProperties("vsl.security.jwt")
record JwtProperties(
        String issuer,
        String audience,
        String keys,
        String groupsClaim,
        String operatorGroup,
        @Within(from = "100ms", to = "1m") Duration timeout,
        @Within(from = "1m", to = "1d") Duration keep,
        @Within(from = "0s", to = "7d") Duration outage,
        @Within(from = "1s", to = "1h") Duration askEvery)
        implements Checked {

    static final String NO_AUDIENCE = "VSL_JWT_ISSUER needs VSL_JWT_AUDIENCE";

    @Override
    public List<String> faults() {
        return isOn() && audience.isBlank() ? List.of(NO_AUDIENCE) : List.of();
    }

    boolean isOn() {
        return !issuer.isBlank();
    }
}
