package io.vsl.generate;

import io.vsl.job.AttemptContext;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.aws.InputLinks;
import io.vsl.platform.kafka.TraceParent;
import io.vsl.provider.Call;
import io.vsl.provider.Providers;
import io.vsl.provider.Submission;
import io.vsl.provider.WebhookUrls;
import org.springframework.stereotype.Component;

/** Asks an attempt's provider for its prediction, with our context on the webhook's URL, and fresh links to its files. */
@Component("createPrediction")
class CreatePrediction {

    private final Providers providers;
    private final WebhookUrls webhooks;
    private final InputLinks links;

    CreatePrediction(Providers providers, WebhookUrls webhooks, InputLinks links) {
        this.providers = providers;
        this.webhooks = webhooks;
        this.links = links;
    }

    public Call<Attempt> create(Attempt attempt) {
        PredictionRequest prediction = attempt.accepted().prediction();
        AttemptContext context = new AttemptContext(
                attempt.accepted().job(),
                attempt.number(),
                prediction.outputs(),
                TraceParent.of(attempt.polled().consumed()).orElse(null),
                prediction.provider());
        Submission submission =
                new Submission(prediction.linked(links::toRead), webhooks.of(context), attempt.sendBefore());
        return new Call<>(
                attempt, attempt.provider(), providers.of(attempt.provider()).create(submission));
    }
}
