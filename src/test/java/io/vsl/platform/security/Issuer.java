package io.vsl.platform.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An OIDC issuer on loopback with a key of its own, made when it starts. */
public final class Issuer implements AutoCloseable {

    public static final String AUDIENCE = "vsl-client";

    private final HttpServer server;
    private final RSAKey key = key("first");
    private final AtomicInteger asked = new AtomicInteger();

    public Issuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext("/.well-known/jwks.json", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    RSAKey key() {
        return key;
    }

    int asked() {
        return asked.get();
    }

    /** What is right, to be made wrong. */
    JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .subject("7f3e2a10-user")
                .audience(AUDIENCE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    String token(JWTClaimsSet claims) {
        return token(claims, key, JOSEObjectType.JWT);
    }

    static String token(JWTClaimsSet claims, RSAKey key, JOSEObjectType type) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .type(type)
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tokens that are wrong in one thing each, by what that is. */
    public Map<String, String> wrongTokens() {
        try {
            JWTClaimsSet right = claims().build();
            SignedJWT confused = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(key.getKeyID())
                            .build(),
                    right);
            confused.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
            String signed = token(right);
            return Map.of(
                    "expired",
                    token(claims().expirationTime(Date.from(Instant.now().minusSeconds(600)))
                            .build()),
                    "early",
                    token(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(600)))
                            .build()),
                    "of another issuer",
                    token(claims().issuer("https://another.example").build()),
                    "for another",
                    token(claims().audience("another").build()),
                    "of nobody",
                    token(claims().subject(null).build()),
                    "forged",
                    signed.substring(0, signed.lastIndexOf('.') + 1) + "A".repeat(342),
                    "of another key",
                    token(right, key(key.getKeyID()), JOSEObjectType.JWT),
                    "unsigned",
                    new PlainJWT(right).serialize(),
                    "confused",
                    confused.serialize());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    JwtProperties properties(Duration keep) {
        return new JwtProperties(
                url(),
                AUDIENCE,
                url() + "/.well-known/jwks.json",
                "cognito:groups",
                "operators",
                Duration.ofMillis(500),
                keep,
                Duration.ofHours(4),
                keep.dividedBy(30));
    }

    JwtProperties properties() {
        return properties(Duration.ofMinutes(15));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
