package io.vsl.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the URL of a webhook says of whose prediction it is; it may be anybody's. */
class WebhookUrlTest {

    private static final UUID JOB = UUID.fromString("01a202fd-0000-7000-8000-000000000001");

    @Test
    void oursSayAllThree() {
        assertThat(WebhookUrl.of("https://vsl.example/webhook/replicate?job=" + JOB + "&attempt=2&context=v2.a.b"))
                .isEqualTo(new WebhookUrl(JOB, 2, "v2.a.b"));
    }

    @Test
    void whatIsNotThereIsNull() {
        assertThat(WebhookUrl.of("https://else.example/hook")).isEqualTo(new WebhookUrl(null, null, null));
        assertThat(WebhookUrl.of("https://else.example/hook?job=7&attempt=&context"))
                .isEqualTo(new WebhookUrl(null, null, ""));
    }

    @Test
    void anAttemptIsANumber() {
        assertThat(WebhookUrl.of("?attempt=999999").attempt()).isEqualTo(999_999);
        assertThat(WebhookUrl.of("?attempt=1000000").attempt()).isNull();
        assertThat(WebhookUrl.of("?attempt=-1").attempt()).isNull();
    }

    @Test
    void parametersAreDecodedAndTheFirstOfANameHolds() {
        assertThat(WebhookUrl.of("?context=a%2Eb&context=c#context=d").context())
                .isEqualTo("a.b");
        assertThat(WebhookUrl.of("?context=a%2&job=" + JOB)).isEqualTo(new WebhookUrl(JOB, null, "a%2"));
        assertThat(WebhookUrl.of("?context=a=b").context()).isEqualTo("a=b");
    }
}
