package io.vsl.provider.replicate;

import io.vsl.provider.Look;
import io.vsl.provider.Look.Forgotten;
import io.vsl.provider.Look.Seen;
import io.vsl.provider.Look.TooLarge;
import io.vsl.provider.Look.Unclear;
import io.vsl.provider.Look.Unheard;
import io.vsl.provider.Reply;
import io.vsl.provider.Reply.Answer;
import io.vsl.provider.Reply.NoAnswer;
import java.io.IOException;

/** What {@code GET /predictions/{id}} says. */
final class ReadLook {

    private final ReadPrediction predictions;

    ReadLook(ReadPrediction predictions) {
        this.predictions = predictions;
    }

    Look read(String predictionId, Reply reply) {
        return switch (reply) {
            case Answer answer -> answered(predictionId, answer);
            case NoAnswer none -> failed(none.cause());
        };
    }

    private Look answered(String predictionId, Answer answer) {
        if (answer.status() != 200) {
            String reason = "Replicate answers %d for prediction %s".formatted(answer.status(), predictionId);
            return answer.status() == 404 ? new Forgotten(reason) : new Unclear(reason);
        }
        SaidPrediction said = predictions.read(answer.body()).orElse(null);
        if (said == null
                || said.status() == null
                || said.id() != null && !said.id().equals(predictionId)) {
            return new Unclear("Replicate answers with what is not the prediction " + predictionId);
        }
        SaidPrediction known = said.id() == null ? said.withId(predictionId) : said;
        return new Seen(known.prediction(predictionId, new SaidReport(known, predictions)));
    }

    private static Look failed(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        return failure instanceof AnswerTooLarge ? new TooLarge(reason) : new Unheard(reason);
    }
}
