package io.vsl.platform.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.vsl.job.UserIds;
import java.text.ParseException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Access tokens of an OIDC issuer: JSON Web Tokens that it has signed with a private key (RFC 9068, and Cognito's, which
 * have {@code client_id} in place of {@code aud}). Expiry is seen up to a minute late, as clocks differ.
 */
@Component
class AccessTokens {

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

    /** No HS256 and its like: their key would be one that is public. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384);

    private final JwtProperties properties;
    private final ConfigurableJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @throws IllegalArgumentException naming the setting that is missing or wrong */
    AccessTokens(JwtProperties properties) {
        this.properties = properties;
        if (!properties.isOn()) {
            return;
        }
        if (properties.audience().isBlank()) {
            throw new IllegalArgumentException(JwtProperties.NO_AUDIENCE);
        }
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new IssuerKeys(properties)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                new JWTClaimsSet.Builder().issuer(properties.issuer()).build(), Set.of("sub", "exp")));
    }

    /** Whether tokens are taken at all. */
    boolean areTaken() {
        return properties.isOn();
    }

    /**
     * Whose token it is; empty when it is not one to go by.
     *
     * @throws KeySourceException when it can't be checked, as the issuer's keys can't be had
     */
    Optional<Caller> find(String token) throws KeySourceException {
        return find(token, refusal -> {});
    }

    /** The same, and why it is not one to go by. */
    Optional<Caller> find(String token, Consumer<TokenRefusal> refused) throws KeySourceException {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String user = claims.getSubject();
            if (!isForUs(claims)) {
                refused.accept(TokenRefusal.AUDIENCE);
                return Optional.empty();
            }
            if (!UserIds.isValid(user)) {
                refused.accept(TokenRefusal.SUBJECT);
                return Optional.empty();
            }
            return Optional.of(new Caller(user, groups(claims).contains(properties.operatorGroup())));
        } catch (KeySourceException e) {
            throw e;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            LOG.atDebug()
                    .addKeyValue("action", "authenticate")
                    .addKeyValue("error", e.getMessage())
                    .log("A token is refused");
            refused.accept(TokenRefusal.of(e));
            return Optional.empty();
        }
    }

    private boolean isForUs(JWTClaimsSet claims) throws ParseException {
        String use = claims.getStringClaim("token_use");
        if (use != null && !use.equals("access")) {
            return false;
        }
        List<String> audience = claims.getAudience();
        return audience.isEmpty()
                ? properties.audience().equals(claims.getStringClaim("client_id"))
                : audience.contains(properties.audience());
    }

    /** A list of names; some issuers have one name, or names with blanks or commas between them. */
    private Set<String> groups(JWTClaimsSet claims) {
        Object claim = claims.getClaim(properties.groupsClaim());
        if (claim instanceof Collection<?> names) {
            return names.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .collect(Collectors.toSet());
        }
        return claim instanceof String text
                ? Stream.concat(Stream.of(text), Stream.of(text.split("[\\s,]+")))
                        .collect(Collectors.toSet())
                : Set.of();
    }
}
