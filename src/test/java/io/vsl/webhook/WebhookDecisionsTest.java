package io.vsl.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.job.AttemptContext;
import io.vsl.job.Job;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.metrics.PlainMeters;
import io.vsl.provider.Providers;
import io.vsl.provider.PushProvider;
import io.vsl.provider.SignedContext;
import io.vsl.provider.TestProviders;
import io.vsl.provider.Webhook;
import io.vsl.provider.replicate.TestReplicate;
import io.vsl.testing.TestJobs;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose webhook it is, and what of it goes on. */
class WebhookDecisionsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final SignedContext contexts = TestProviders.contexts();
    private final Providers providers = TestProviders.of(TestReplicate.create(), new PushProvider());
    private final VerifyWebhook verify = new VerifyWebhook(providers, PlainMeters.ofRefusals(registry));
    private final ReportPrediction report =
            new ReportPrediction(providers, contexts, PlainTopics.records("t"), Clock.systemUTC());
    private final UUID jobId = UUID.randomUUID();

    @Test
    void theProviderOfThePathSaysWhetherItIsGenuine() {
        byte[] body = bytes("{'ticket':'t1','state':'done'}");
        Webhook webhook = new Webhook("push", "", Map.of("webhook-signature", PushProvider.signature(body)), body);

        assertThat(verify.verify(webhook).messageId()).isEqualTo("push-t1");
        assertThatThrownBy(() -> verify.verify(new Webhook("push", "", Map.of(), body)))
                .isInstanceOf(Problem.class);
        assertThat(registry.counter("vsl.webhook.refused", "reason", "signature")
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "replicate||{'id':'p1','status':'succeeded','completed_at':'2026-01-02T03:04:05Z'}|2026-01-02T03:04:05Z",
                "replicate|replicate|{'id':'p1','status':'processing','completed_at':'2026-01-02T03:04:05Z'}|",
                "push|push|{'ticket':'t1','state':'done'}|",
                "push|push|{}|",
            })
    void whatIsSaidGoesOnWithOurContext(
            String provider, @Nullable String ofContext, String said, @Nullable Instant ended) {
        String context = signed(ofContext);

        Received received = report.report(new VerifiedWebhook(webhook(provider, context, said), "m1"));

        assertThat(received.endedAt()).isEqualTo(ended);
        assertThat(report.records(received)).containsExactly(received.report());
        assertThat(received.report().topic()).isEqualTo("t.prediction.reported");
        assertThat(received.report().value()).isEqualTo(bytes(said));
        assertThat(received.report().headers()).containsEntry(SignedContext.PARAMETER, context);
    }

    @Test
    void whatNoTopicTakesGoesOnInShort() {
        Received received = report.report(new VerifiedWebhook(
                webhook("replicate", signed(null), "{'id':'p1','status':'succeeded','output':'data:,x'}"), "m1"));

        Received shortened = report.shortened(received);

        assertThat(new String(report.records(shortened).getFirst().value(), StandardCharsets.UTF_8))
                .contains("output_too_large")
                .doesNotContain("data:,x");
    }

    /** One provider can't speak of the predictions of another. */
    @ParameterizedTest
    @CsvSource({"replicate,push", "push,", "push,replicate"})
    void aContextOfAnotherProviderIsRefused(String provider, @Nullable String ofContext) {
        VerifiedWebhook webhook = new VerifiedWebhook(webhook(provider, signed(ofContext), "{}"), "m1");

        assertThatThrownBy(() -> report.report(webhook))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("context");
    }

    @Test
    void aContextThatIsMissingIsRefused() {
        VerifiedWebhook webhook = new VerifiedWebhook(webhook("push", null, "{}"), "m1");

        assertThatThrownBy(() -> report.report(webhook)).isInstanceOf(Problem.class);
    }

    private static Webhook webhook(String provider, @Nullable String context, String said) {
        return new Webhook(provider, context, Map.of(), bytes(said));
    }

    private String signed(@Nullable String provider) {
        Job job = TestJobs.pending(jobId, Instant.parse("2026-01-02T03:04:05Z"));
        return contexts.sign(new AttemptContext(job, 1, 1, null, provider));
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
