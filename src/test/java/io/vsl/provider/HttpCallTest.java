package io.vsl.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.provider.Reply.Answer;
import io.vsl.provider.Reply.NoAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A call as the component for HTTP takes it, and its answer: no header of anybody else goes in or comes out. */
class HttpCallTest {

    private final HttpCall http = new HttpCall();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void aCallIsItsRequestAndNothingElse() {
        exchange.getMessage().setHeader("Authorization", "a caller's");
        exchange.getMessage().setHeader(Exchange.HTTP_URI, "https://elsewhere.example");
        exchange.getMessage()
                .setBody(new Call<>(
                        "s", "push", new Request("PUT", "/orders", "a=b", Map.of("X-Token", "t"), bytes("{}"), 42L)));

        http.request(exchange);

        assertThat(exchange.getMessage().getHeaders())
                .containsOnly(
                        Map.entry(Exchange.HTTP_METHOD, "PUT"),
                        Map.entry(Exchange.HTTP_PATH, "/orders"),
                        Map.entry(Exchange.HTTP_QUERY, "a=b"),
                        Map.entry("X-Token", "t"),
                        Map.entry(SendBefore.HEADER, 42L));
        assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(bytes("{}"));
    }

    @Test
    void whatARequestDoesNotHaveIsNotThere() {
        exchange.getMessage()
                .setBody(new Call<>("s", "push", new Request("GET", "/orders", null, Map.of(), null, null)));

        http.request(exchange);

        assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys(Exchange.HTTP_METHOD, Exchange.HTTP_PATH);
        assertThat(exchange.getMessage().getBody()).isNull();
    }

    @Test
    void anAnswerIsItsStatusItsHeadersAndItsBytes() {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 429);
        exchange.getMessage().setHeader("Retry-After", 7);
        exchange.getMessage().setHeader("X-Nothing", null);
        exchange.getMessage().setBody("wait");

        http.answer(exchange);

        Answer answer = exchange.getMessage().getBody(Answer.class);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsOnly(Map.entry("retry-after", "7"));
        assertThat(answer.body()).isEqualTo(bytes("wait"));
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void anAnswerWithoutABodyHasAnEmptyOne() {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 204);

        http.answer(exchange);

        assertThat(exchange.getMessage().getBody(Answer.class).body()).isEmpty();
    }

    @Test
    void aFailureIsTheOneOfTheConnectionHoweverItIsWrapped() {
        IOException cut = new IOException("cut");

        assertThat(((NoAnswer) http.noAnswer(cut)).cause()).isSameAs(cut);
        assertThat(((NoAnswer) http.noAnswer(new IllegalStateException(new RuntimeException(cut)))).cause())
                .isSameAs(cut);
        assertThat(((NoAnswer) http.noAnswer(new IllegalStateException("broken"))).cause())
                .hasRootCauseMessage("broken");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
