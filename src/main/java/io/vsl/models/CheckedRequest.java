package io.vsl.models;

import io.vsl.job.Compilation;
import io.vsl.job.FieldError;
import io.vsl.job.Job;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.url.CallersUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What comes of the bytes of a request. */
public sealed interface CheckedRequest {

    /**
     * It can be served.
     *
     * @param prediction what is to be run, with what was prepared
     */
    record Valid(JobRequest request, Prepared.Accepted prepared, PredictionRequest prediction)
            implements CheckedRequest {

        /** The job that comes of it, and that will wait so long before it is run, if it is run at a provider. */
        public Job job(UUID jobId, Instant createdAt, Duration wait) {
            Duration waits = Compilation.MAKER.equals(prediction.provider()) ? Duration.ZERO : wait;
            return Job.pending(jobId, request, createdAt, prepared.estimate(createdAt, waits));
        }

        /** The same request when nobody is to call its webhookUrl; {@code why} goes on from the URL. */
        public Invalid withRefusedWebhook(String why) {
            return new Invalid(request.mediaType(), request.modelId(), request.userId(), List.of(webhookRefused(why)));
        }

        static FieldError webhookRefused(String why) {
            return new FieldError("webhookUrl", "NOT_ALLOWED", CallersUrl.OUTSIDE + why);
        }
    }

    /**
     * It is a JSON object, and wrong. What could be read of it is kept.
     *
     * @param errors every fault there is, never empty
     */
    record Invalid(
            @Nullable MediaType mediaType,
            @Nullable String modelId,
            @Nullable String userId,
            List<FieldError> errors) implements CheckedRequest {

        public Invalid {
            errors = List.copyOf(errors);
        }
    }

    /**
     * It isn't a JSON object.
     *
     * @param reason what is wrong, for people
     */
    record Malformed(String reason) implements CheckedRequest {}
}
