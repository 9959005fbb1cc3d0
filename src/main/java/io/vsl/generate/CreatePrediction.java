package io.vsl.generate;

import io.vsl.job.AttemptContext;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.aws.InputLinks;
import io.vsl.platform.kafka.TraceParent;
import io.vsl.provider.Call;
import io.vsl.provider.Creation;
import io.vsl.provider.Providers;
import io.vsl.provider.Request;
import io.vsl.provider.Submission;
import io.vsl.provider.WebhookUrls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks an attempt's provider for its prediction, with our context on the webhook's URL, and fresh links to its files.
 *
 * <p>The attempt is claimed by then. What fails while its request is made, as without credentials to sign links with, is
 * known as not sent.
 */
@Component("createPrediction")
class CreatePrediction {

    private static final Logger LOG = LoggerFactory.getLogger(CreatePrediction.class);

    private final Providers providers;
    private final WebhookUrls webhooks;
    private final InputLinks links;
    private final LimitCreations limit;

    CreatePrediction(Providers providers, WebhookUrls webhooks, InputLinks links, LimitCreations limit) {
        this.providers = providers;
        this.webhooks = webhooks;
        this.links = links;
        this.limit = limit;
    }

    /** Makes the request, or settles the attempt. */
    public void prepare(Attempt attempt) {
        try {
            attempt.ready(request(attempt));
        } catch (RuntimeException e) {
            attempt.fail(e);
            limit.learn(attempt.provider(), new Creation.NotSent("the request can't be made"));
            LOG.atWarn()
                    .addKeyValue("action", "create-prediction")
                    .addKeyValue("jobId", attempt.jobId())
                    .setCause(e)
                    .log("The request to {} can't be made: nothing was sent", attempt.provider());
        }
    }

    public Call<Attempt> call(Attempt attempt) {
        return new Call<>(attempt, attempt.provider(), attempt.takeRequest());
    }

    private Request request(Attempt attempt) {
        PredictionRequest prediction = attempt.accepted().prediction();
        AttemptContext context = new AttemptContext(
                attempt.accepted().job(),
                attempt.number(),
                prediction.outputs(),
                TraceParent.of(attempt.polled().consumed()).orElse(null),
                prediction.provider());
        Submission submission =
                new Submission(prediction.linked(links::toRead), webhooks.of(context), attempt.sendBefore());
        return providers.of(attempt.provider()).create(submission);
    }
}
