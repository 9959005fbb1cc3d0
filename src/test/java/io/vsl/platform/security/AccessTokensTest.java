package io.vsl.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {

    private static final Caller USER = new Caller("7f3e2a10-user", false);

    private final Issuer issuer = new Issuer();
    private final AccessTokens tokens = new AccessTokens(issuer.properties());

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aTokenOfTheIssuerIsItsSubjects() throws Exception {
        assertThat(tokens.find(issuer.token(issuer.claims().build()))).contains(USER);
        assertThat(tokens.find(Issuer.token(issuer.claims().build(), issuer.key(), new JOSEObjectType("at+jwt"))))
                .contains(USER);
    }

    @Test
    void oneOfCognitoNamesItsClientInPlaceOfAnAudience() throws Exception {
        JWTClaimsSet.Builder claims = issuer.claims().audience((String) null).claim("token_use", "access");

        assertThat(tokens.find(
                        issuer.token(claims.claim("client_id", Issuer.AUDIENCE).build())))
                .contains(USER);
        assertThat(tokens.find(issuer.token(claims.claim("client_id", "another").build())))
                .isEmpty();
        assertThat(tokens.find(issuer.token(claims.claim("client_id", null).build())))
                .isEmpty();
    }

    @Test
    void aMemberOfTheGroupIsAnOperator() throws Exception {
        assertThat(tokens.find(issuer.token(issuer.claims()
                        .claim("cognito:groups", List.of("a", "operators"))
                        .build())))
                .contains(new Caller("7f3e2a10-user", true));
        assertThat(tokens.find(issuer.token(issuer.claims()
                        .claim("cognito:groups", List.of("operators2"))
                        .claim("scope", "operators")
                        .build())))
                .contains(USER);
    }

    /** As one name, or with blanks or commas between names. */
    @ParameterizedTest
    @ValueSource(strings = {"operators", "a operators", "a,operators", "a, operators ,b", " operators"})
    void groupsMayBeText(String groups) throws Exception {
        assertThat(tokens.find(issuer.token(
                        issuer.claims().claim("cognito:groups", groups).build())))
                .contains(new Caller("7f3e2a10-user", true));
    }

    static Stream<Object> groupsThatAreNone() {
        return Stream.of(
                "",
                "operators2",
                "my-operators",
                "the.operators",
                7,
                true,
                Map.of("operators", true),
                List.of(7, List.of("operators")),
                Arrays.asList(null, "a"));
    }

    @ParameterizedTest
    @MethodSource("groupsThatAreNone")
    void whateverElseStandsInTheClaimIsNoGroupAndTheTokenIsGood(Object groups) throws Exception {
        assertThat(tokens.find(issuer.token(
                        issuer.claims().claim("cognito:groups", groups).build())))
                .contains(USER);
    }

    @Test
    void aGroupWhoseNameHasABlankIsOneAsWell() throws Exception {
        JwtProperties right = issuer.properties();
        AccessTokens named = new AccessTokens(new JwtProperties(
                right.issuer(),
                right.audience(),
                right.keys(),
                "roles",
                "media operators",
                right.timeout(),
                right.keep(),
                right.outage(),
                right.askEvery()));

        assertThat(named.find(issuer.token(
                        issuer.claims().claim("roles", "media operators").build())))
                .contains(new Caller("7f3e2a10-user", true));
    }

    @Test
    void whatIsExpiredOrNotYetValidIsRefused() throws Exception {
        Instant now = Instant.now();

        assertThat(tokens.find(issuer.token(issuer.claims()
                        .expirationTime(Date.from(now.minusSeconds(120)))
                        .build())))
                .isEmpty();
        assertThat(tokens.find(issuer.token(issuer.claims().expirationTime(null).build())))
                .isEmpty();
        assertThat(tokens.find(issuer.token(issuer.claims()
                        .notBeforeTime(Date.from(now.plusSeconds(120)))
                        .build())))
                .isEmpty();
    }

    @Test
    void whatIsForOthersOrOfOthersIsRefused() throws Exception {
        assertThat(tokens.find(issuer.token(issuer.claims().audience("another").build())))
                .isEmpty();
        assertThat(tokens.find(issuer.token(
                        issuer.claims().issuer("https://another.example").build())))
                .isEmpty();
        assertThat(tokens.find(
                        issuer.token(issuer.claims().claim("token_use", "id").build())))
                .isEmpty();
    }

    @Test
    void aSubjectThatCantBeAUserIsRefused() throws Exception {
        for (String subject : new String[] {"../other", "a/b", "", "a..b", "x".repeat(129), null}) {
            assertThat(tokens.find(issuer.token(issuer.claims().subject(subject).build())))
                    .as(subject)
                    .isEmpty();
        }
    }

    @Test
    void withoutASignatureOrWithAKeyThatIsPublicItIsRefused() throws Exception {
        JWTClaimsSet claims = issuer.claims().build();
        SignedJWT shared = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(issuer.key().getKeyID())
                        .build(),
                claims);
        shared.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
        String right = issuer.token(claims);

        assertThat(tokens.find(new PlainJWT(claims).serialize())).isEmpty();
        assertThat(tokens.find(shared.serialize())).isEmpty();
        assertThat(tokens.find(right.substring(0, right.lastIndexOf('.') + 1))).isEmpty();
        assertThat(tokens.find(Issuer.token(claims, Issuer.key("first"), JOSEObjectType.JWT)))
                .isEmpty();
        assertThat(tokens.find("no token")).isEmpty();
    }

    @Test
    void keysThatTheIssuerDoesNotHaveDontMakeUsAskItEachTime() throws Exception {
        String unknown = Issuer.token(issuer.claims().build(), Issuer.key("unknown"), JOSEObjectType.JWT);
        for (int i = 0; i < 20; i++) {
            assertThat(tokens.find(unknown)).isEmpty();
        }

        assertThat(issuer.asked()).isLessThanOrEqualTo(2);
        assertThat(tokens.find(issuer.token(issuer.claims().build()))).contains(USER);
    }

    @Test
    void itIsAskedOnceForManyTokens() throws Exception {
        for (int i = 0; i < 20; i++) {
            tokens.find(issuer.token(issuer.claims().build()));
        }

        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void whileTheIssuerIsAwayItsLastKeysGoOn() throws Exception {
        AccessTokens forgetful = new AccessTokens(issuer.properties(Duration.ofMillis(1500)));
        forgetful.find(issuer.token(issuer.claims().build()));
        issuer.close();
        String token = issuer.token(issuer.claims().build());
        Instant end = Instant.now().plusSeconds(4);

        while (Instant.now().isBefore(end)) {
            assertThat(forgetful.find(token)).contains(USER);
        }
    }

    @Test
    void whatCantBeCheckedIsNotRefused() {
        String token = issuer.token(issuer.claims().build());
        issuer.close();

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> tokens.find(token)).isInstanceOf(KeySourceException.class);
        }
    }

    @Test
    void anIssuerWithoutAnAudienceIsAFault() {
        JwtProperties right = issuer.properties();

        assertThatThrownBy(() -> new AccessTokens(new JwtProperties(
                        right.issuer(),
                        "",
                        right.keys(),
                        right.groupsClaim(),
                        right.operatorGroup(),
                        right.timeout(),
                        right.keep(),
                        right.outage(),
                        right.askEvery())))
                .hasMessage("VSL_JWT_ISSUER needs VSL_JWT_AUDIENCE");
    }

    @Test
    void anIssuerWithASlashAtItsEndIsComparedWithIt() throws Exception {
        JwtProperties plain = issuer.properties();
        AccessTokens slashed = new AccessTokens(new JwtProperties(
                plain.issuer() + "/",
                plain.audience(),
                plain.keys(),
                plain.groupsClaim(),
                plain.operatorGroup(),
                plain.timeout(),
                plain.keep(),
                plain.outage(),
                plain.askEvery()));

        assertThat(slashed.find(
                        issuer.token(issuer.claims().issuer(issuer.url() + "/").build())))
                .contains(USER);
        assertThat(slashed.find(issuer.token(issuer.claims().build()))).isEmpty();
    }
}
