package io.vsl.provider.replicate;

import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which class of error a failed prediction's text is of. Source: Replicate's list of error codes, and the messages of
 * the models.
 */
final class PredictionFailure {

    /** In this order: the first that is found decides. */
    private static final List<Map.Entry<Pattern, ErrorCode>> CLASSES = List.of(
            Map.entry(pattern("\\(E005\\)|flagged as sensitive|NSFW content"), ErrorCode.CONTENT_FLAGGED),
            Map.entry(pattern("E1001|out of memory"), ErrorCode.OUT_OF_MEMORY),
            Map.entry(
                    pattern("code: PA\\b|\\(PA\\)|E9828|E6716|interrupted; please retry"),
                    ErrorCode.PROVIDER_INTERRUPTED));

    private PredictionFailure() {}

    static JobError of(@Nullable String error) {
        String text = error == null || error.isBlank() ? "The model failed without saying why" : error.strip();
        ErrorCode code = CLASSES.stream()
                .filter(entry -> entry.getKey().matcher(text).find())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ErrorCode.MODEL_ERROR);
        return JobError.of(code, text);
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
