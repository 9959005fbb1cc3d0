package io.vsl.platform.security;

import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.proc.BadJWTException;

/** Why a token was refused, for operators. Who sent it is told no more than that it is not valid. */
enum TokenRefusal {
    EXPIRED("token-expired", "callers keep tokens for longer than they are good for, or our clock is ahead"),
    ISSUER(
            "token-issuer",
            "the token's iss is not VSL_JWT_ISSUER to the letter: the setting differs from what the issuer"
                    + " writes, or the token is of another issuer"),
    CLAIMS("token-claims", "the token isn't valid yet by our clock, or it has no sub or exp"),
    AUDIENCE(
            "token-audience",
            "the token's aud, or client_id where there is none, is not VSL_JWT_AUDIENCE, or it is no"
                    + " access token"),
    SUBJECT("token-subject", "the token's sub can't be a user's id"),
    SIGNATURE("token-signature", "no key of VSL_JWT_KEYS has signed the token: it is of another issuer, or forged"),
    MALFORMED("token-malformed", "what came as a token is no signed JSON Web Token");

    private final String reason;
    private final String cause;

    TokenRefusal(String reason, String cause) {
        this.reason = reason;
        this.cause = cause;
    }

    static TokenRefusal of(Exception refused) {
        if (refused instanceof BadJWTException) {
            // The library tells them apart by its words alone.
            String message = String.valueOf(refused.getMessage());
            return message.startsWith("Expired") ? EXPIRED : message.startsWith("JWT iss ") ? ISSUER : CLAIMS;
        }
        return refused instanceof BadJOSEException ? SIGNATURE : MALFORMED;
    }

    /** A word. */
    String reason() {
        return reason;
    }

    /** A sentence. */
    String cause() {
        return cause;
    }
}
