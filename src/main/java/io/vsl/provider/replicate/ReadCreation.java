package io.vsl.provider.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import io.vsl.provider.Creation;
import io.vsl.provider.Creation.Created;
import io.vsl.provider.Creation.Held;
import io.vsl.provider.Creation.NotSent;
import io.vsl.provider.Creation.Refused;
import io.vsl.provider.Creation.Unknown;
import io.vsl.provider.Creation.Unreachable;
import io.vsl.provider.Reply;
import io.vsl.provider.Reply.Answer;
import io.vsl.provider.Reply.NoAnswer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * What became of {@code POST /predictions}, by its answer or by the lack of one. Source: Replicate's OpenAPI description.
 */
final class ReadCreation {

    /** Somebody has to act, so nothing is lost by waiting. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final ReadPrediction predictions;
    private final ObjectMapper json;

    ReadCreation(ReadPrediction predictions, ObjectMapper json) {
        this.predictions = predictions;
        this.json = json;
    }

    Creation read(Reply reply) {
        return switch (reply) {
            case Answer answer -> answered(answer);
            case NoAnswer none -> failed(none.cause());
        };
    }

    private Creation answered(Answer answer) {
        int status = answer.status();
        return switch (status) {
            case 200, 201, 202 -> created(answer.body());
            // Of the account, not of the job, which waits until somebody has put it right.
            case 401, 402, 403 -> new Held("Replicate answers " + status, PAUSE, true);
            case 429 -> new Held("Replicate answers " + status, retryAfter(answer), false);
            default ->
                status >= 400 && status < 500
                        ? new Refused(ErrorCode.PROVIDER_REJECTED, "Replicate refused the request: " + said(answer))
                        : new Unknown("Replicate answers " + status);
        };
    }

    /** An id is all that is needed. Without one it is found out whether there is a prediction. */
    private Creation created(byte[] body) {
        SaidPrediction said = predictions.read(body).orElse(null);
        String id = said == null ? null : said.id();
        return said == null || id == null
                ? new Unknown("Replicate answers without a prediction's id")
                : new Created(id, said.createdAt());
    }

    /** From the header or the body, whichever there is. Source: Replicate's docs on rate limits. */
    private Duration retryAfter(Answer answer) {
        String header = answer.headers().get("retry-after");
        try {
            long seconds = header != null
                    ? Long.parseLong(header.strip())
                    : (long) Math.ceil(
                            json.readTree(answer.body()).path("retry_after").asDouble(1));
            Duration pause = Duration.ofSeconds(Math.max(1, seconds));
            return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        } catch (NumberFormatException | IOException e) {
            return Duration.ofSeconds(1);
        }
    }

    /** The detail of the problem document, shortened; a model that is gone says so there. */
    private String said(Answer answer) {
        String nothing = "status " + answer.status();
        try {
            JsonNode problem = json.readTree(answer.body());
            String detail = problem.path("detail").asText(problem.path("title").asText(""));
            return detail.isBlank() ? nothing : JobError.keepable(ErrorText.withoutQueries(detail));
        } catch (IOException | NumberFormatException e) {
            return nothing;
        }
    }

    /** Nothing can have reached Replicate when no connection came about. */
    private static Creation failed(IOException failure) {
        if (failure instanceof TooLate) {
            return new NotSent("it was held up for too long");
        }
        boolean isUnsent = failure instanceof NotConnected
                || failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException;
        return isUnsent
                ? new Unreachable("Replicate can't be reached")
                : new Unknown("The answer was lost; the attempt may have been charged");
    }
}
