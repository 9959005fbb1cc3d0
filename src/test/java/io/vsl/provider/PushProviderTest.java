package io.vsl.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.job.AttemptContext;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.provider.replicate.TestReplicate;
import io.vsl.testing.TestJobs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The seam takes a provider of other words, another signature and no list, beside the first. */
class PushProviderTest {

    private final Provider push = new PushProvider();
    private final Providers providers = TestProviders.of(TestReplicate.create(), push);
    private final SignedContext contexts = TestProviders.contexts();

    @Test
    void eachIsFoundByItsNameAndTheDefaultByNone() {
        assertThat(providers.of("push")).isSameAs(push);
        assertThat(providers.of(null).name()).isEqualTo("replicate");
        assertThat(providers.of("replicate").name()).isEqualTo("replicate");
        assertThat(providers.names().names()).containsExactlyInAnyOrder("push", "replicate");
        assertThatThrownBy(() -> providers.of("another"))
                .isInstanceOf(InvalidRecord.class)
                .hasMessageContaining("another");
    }

    @Test
    void itSignsOtherwise() {
        byte[] body = bytes("{'ticket':'t1','state':'done'}");

        assertThat(push.verify(webhook(PushProvider.signature(body), body))).isEqualTo(new Verdict.Genuine("push-t1"));
        assertThat(push.verify(webhook("v1,AAAA", body))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void itsWordsAreOthers() {
        assertThat(push.read(bytes("{'ticket':'t1','state':'done','files':['https://a/b.png']}")))
                .isInstanceOfSatisfying(Prediction.class, prediction -> {
                    assertThat(prediction.id()).isEqualTo("t1");
                    assertThat(((Progress.Succeeded) prediction.progress())
                                    .output()
                                    .toString())
                            .isEqualTo("[\"https://a/b.png\"]");
                });
        assertThat(push.read(bytes("{'ticket':'t1','state':'broken','why':'odd'}")))
                .isInstanceOfSatisfying(
                        Prediction.class, prediction -> assertThat(((Progress.Failed) prediction.progress())
                                        .error()
                                        .code())
                                .isEqualTo(ErrorCode.MODEL_ERROR));
        assertThat(push.read(bytes("{}"))).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void aContextSaysWhoseItIsAndThatOfBeforeIsTheDefaults() {
        AttemptContext ofPush = context("push");
        AttemptContext ofDefault = context(null);

        assertThat(contexts.verify(contexts.sign(ofPush)).orElseThrow()).isEqualTo(ofPush);
        assertThat(contexts.verify(contexts.sign(ofDefault)).orElseThrow().provider())
                .isNull();
        assertThat(TestProviders.webhooks(contexts).of(ofPush)).startsWith("https://vsl.example/webhook/push?job=");
        assertThat(TestProviders.webhooks(contexts).of(ofDefault))
                .startsWith("https://vsl.example/webhook/replicate?job=");
        WebhookUrl url = WebhookUrl.of(TestProviders.webhooks(contexts).of(ofPush));
        assertThat(url.jobId()).isEqualTo(ofPush.job().jobId());
        assertThat(url.attempt()).isEqualTo(2);
        assertThat(contexts.verify(url.context())).contains(ofPush);
    }

    private static AttemptContext context(@Nullable String provider) {
        Job job = TestJobs.pending(UUID.randomUUID(), Instant.parse("2026-01-01T00:00:00Z"));
        return new AttemptContext(job, 2, 1, null, provider);
    }

    private static Webhook webhook(String signature, byte[] body) {
        return new Webhook("push", "", Map.of("webhook-signature", signature), body);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
