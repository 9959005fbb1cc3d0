package io.vsl.platform.security;

import java.time.Duration;
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
record JwtProperties(String issuer, String audience, String keys, String groupsClaim, String operatorGroup,
        Duration timeout, Duration keep, Duration outage, Duration askEvery) {

    boolean isOn() {
        return !issuer.isBlank();
    }
}
