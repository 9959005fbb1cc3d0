package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction gave.
 *
 * @param outputUrls     where the files of the output are, in the model's order: http, https and data URLs, as the
 *                       model wrote them. None when it gave values alone
 * @param outputPlaces   of each, where it stands in the output, a JSON pointer; an event of an older release has none,
 *                       and its output was a URL or a list of them
 * @param values         what else the output has, by its place
 * @param leftOut        how many more files and values there were than are kept
 * @param missingOutputs how many of those that were asked for the model left out, as one does with flagged images
 * @param outputsGone    why they can't be fetched any more, as {@code Replicate has removed it}, and then there is
 *                       nothing else; null when they can
 */
public record GeneratedOutputs(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> outputUrls,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> outputPlaces,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> values,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int leftOut,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int missingOutputs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String outputsGone) {

    public GeneratedOutputs {
        outputUrls = outputUrls == null ? List.of() : List.copyOf(outputUrls);
        outputPlaces = outputPlaces == null ? places(outputUrls.size()) : List.copyOf(outputPlaces);
        values = values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
        boolean isNone = outputUrls.isEmpty() && values.isEmpty();
        Storable.require(!isNone || outputsGone != null, "outputUrls", "must not be empty without values");
        Storable.requireText("outputsGone", outputsGone);
        Storable.require(isNone || outputsGone == null, "outputsGone", "must not stand beside outputs");
        Storable.require(outputPlaces.size() == outputUrls.size(), "outputPlaces", "must be as many as outputUrls");
    }

    /** Those that can't be fetched any more, for that reason. Some may have been stored before. */
    public static GeneratedOutputs gone(String reason) {
        return new GeneratedOutputs(List.of(), List.of(), Map.of(), 0, 0, reason);
    }

    private static List<String> places(int outputs) {
        return outputs == 1
                ? List.of("")
                : IntStream.range(0, outputs).mapToObj(i -> "/" + i).toList();
    }
}
