package io.vsl.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vsl.testing.Application;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who calls, by a token. */
@NeedsServers
class AuthenticateRouteTest {

    @Test
    void withoutAnIssuerNoTokenIsTaken() {
        String detail = Http.assertProblem(asked(Application.shared(), "any"), 401, "UNAUTHENTICATED")
                .path("detail")
                .asText();

        assertThat(detail).contains("X-API-Key").contains("not taken");
    }

    @Test
    void aTokenIsAsGoodAsAKey() {
        try (Issuer issuer = new Issuer();
                Application application = Application.start(Map.of(
                        "VSL_STAGES",
                        "setup,status,admin",
                        "VSL_JWT_ISSUER",
                        issuer.url(),
                        "VSL_JWT_AUDIENCE",
                        Issuer.AUDIENCE))) {
            JWTClaimsSet user = issuer.claims().build();
            JWTClaimsSet operator = issuer.claims()
                    .claim("cognito:groups", List.of("operators"))
                    .build();

            Http.assertProblem(asked(application, issuer.token(user), "/status/x"), 404, "JOB_NOT_FOUND");
            Http.assertProblem(asked(application, "no token"), 401, "UNAUTHENTICATED");
            Http.assertProblem(asked(application, issuer.token(user), "/admin/operations"), 403, "FORBIDDEN");
            assertThat(asked(application, issuer.token(operator), "/admin/operations")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whenTheIssuerIsAwayTheServiceIsNot() {
        Issuer issuer = new Issuer();
        String token = issuer.token(issuer.claims().build());
        issuer.close();
        try (Application application = Application.start(Map.of(
                "VSL_STAGES", "setup,status", "VSL_JWT_ISSUER", issuer.url(), "VSL_JWT_AUDIENCE", Issuer.AUDIENCE))) {
            HttpResponse<String> answer = asked(application, token);

            Http.assertProblem(answer, 503, "KEYS_UNAVAILABLE");
            assertThat(answer.headers().firstValue("Retry-After")).contains("5");
            assertThat(Http.send(Http.to(application.url() + "/health/ready")).statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpResponse<String> asked(Application application, String token) {
        return asked(application, token, "/status/" + UUID.randomUUID());
    }

    private static HttpResponse<String> asked(Application application, String token, String path) {
        return Http.send(Http.to(application.url() + path).header("Authorization", "Bearer " + token));
    }
}
