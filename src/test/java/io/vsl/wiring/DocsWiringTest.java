package io.vsl.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.http.HttpServers;
import io.vsl.testing.Http;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** {@code GET /docs}: a page that needs nothing from anywhere else. */
@WithoutServers
@MockEndpointsAndSkip("kafka:.*")
@Import(AStream.class)
class DocsWiringTest {

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "png", "image/png");

    @Autowired
    private HttpServers servers;

    @Test
    void allThatThePageNamesIsHere() {
        List<String> links = links();

        assertThat(links).hasSize(7).contains("/openapi.json", "/asyncapi.json").allSatisfy(link -> {
            HttpResponse<String> answer = get(link);
            assertThat(answer.statusCode()).as(link).isEqualTo(200);
            assertThat(answer.body()).as(link).isNotEmpty();
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'");
        });
    }

    @Test
    void itsFilesAreKeptAndThePageIsAskedForAnew() {
        assertThat(header(get("/docs"), "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(get("/docs"), "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(links().stream().filter(link -> link.startsWith("/docs/")))
                .hasSize(5)
                .allSatisfy(link -> {
                    HttpResponse<String> answer = get(link);
                    assertThat(link).matches("/docs/[a-z0-9-]+-[0-9a-f]{16}\\.(js|css|png)");
                    assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
                    assertThat(header(answer, "Content-Type"))
                            .isEqualTo(TYPES.get(link.substring(link.lastIndexOf('.') + 1)));
                });
    }

    @Test
    void noOtherHostIsNamedAndNothingStandsInThePageThatRuns() {
        String page = get("/docs").body();

        assertThat(page)
                .doesNotContain("//")
                .doesNotContainIgnoringCase("style=")
                .doesNotContainIgnoringCase("<style");
        assertThat(Pattern.compile("<script[^>]*>([^<]*)").matcher(page).results())
                .hasSize(2)
                .allSatisfy(script -> assertThat(script.group(1)).isEmpty());
        assertThat(Pattern.compile("\\son\\w+=").matcher(page).find()).isFalse();
    }

    @Test
    void itsPolicyAllowsThisHostAlone() {
        HttpResponse<String> page = get("/docs");

        assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
        Map<String, String> policy = Stream.of(
                        header(page, "Content-Security-Policy").split("; "))
                .map(directive -> directive.split(" ", 2))
                .collect(Collectors.toMap(directive -> directive[0], directive -> directive[1]));
        assertThat(policy)
                .containsOnly(
                        Map.entry("default-src", "'none'"),
                        Map.entry("script-src", "'self'"),
                        Map.entry("style-src", "'self'"),
                        Map.entry("img-src", "'self' data:"),
                        Map.entry("connect-src", "'self'"),
                        Map.entry("form-action", "'none'"),
                        Map.entry("frame-ancestors", "'none'"),
                        Map.entry("base-uri", "'none'"));
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(page, "Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }

    @Test
    void theViewerKeepsNoKeyAndAsksNobodyElse() {
        String script = links().stream()
                .filter(link -> link.startsWith("/docs/docs-") && link.endsWith(".js"))
                .map(link -> get(link).body())
                .findFirst()
                .orElseThrow();

        assertThat(script)
                .contains("url: \"/openapi.json\"", "persistAuthorization: false", "validatorUrl: null")
                .doesNotContain("://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "swagger-ui-bundle.js",
                "docs.js",
                "index.html",
                "swagger-ui-es-bundle.js",
                "openapi.yaml",
                "..%2Fapplication.yaml",
                "application.yaml",
                "x/docs.js"
            })
    void noOtherFileIsServed(String name) {
        HttpResponse<String> answer = get("/docs/" + name);

        Http.assertProblem(answer, 404, "NOT_FOUND");
        assertThat(answer.headers().firstValue("Cache-Control")).isEmpty();
    }

    private List<String> links() {
        return LINK.matcher(get("/docs").body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private HttpResponse<String> get(String path) {
        return Http.send(Http.to("http://127.0.0.1:" + servers.port() + path));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }
}
