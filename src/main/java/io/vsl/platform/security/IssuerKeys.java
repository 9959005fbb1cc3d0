package io.vsl.platform.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;

/**
 * The issuer's public keys. They are fetched when first needed and kept. A key that isn't among them has them fetched
 * anew, but not more often than allowed: until then it is a key that the issuer doesn't have.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {

    private static final int MAX_BYTES = 100 * 1024;

    private final JWKSource<SecurityContext> keys;
    /** Whether the issuer's keys, or those of before an outage, were there when they were needed last. */
    private volatile boolean known;

    IssuerKeys(JwtProperties properties) {
        int timeout = Math.toIntExact(properties.timeout().toMillis());
        try {
            this.keys = JWKSourceBuilder.create(
                            URI.create(properties.keys()).toURL(),
                            new DefaultResourceRetriever(timeout, timeout, MAX_BYTES))
                    .cache(properties.keep().toMillis(), 2L * timeout)
                    .refreshAheadCache(false)
                    .rateLimited(properties.askEvery().toMillis())
                    .outageTolerant(properties.outage().toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("VSL_JWT_KEYS is no URL: " + properties.keys(), e);
        }
    }

    /** @throws KeySourceException when it can't be said whether there is such a key */
    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
        try {
            List<JWK> found = keys.get(selector, context);
            known = true;
            return found;
        } catch (RateLimitReachedException e) {
            if (known) {
                return List.of();
            }
            throw e;
        } catch (KeySourceException e) {
            known = false;
            throw e;
        }
    }
}
