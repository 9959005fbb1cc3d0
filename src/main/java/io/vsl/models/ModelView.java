package io.vsl.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.Decimals;
import io.vsl.job.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as {@code GET /models} shows it. Members that don't apply are left out of the JSON.
 *
 * @param mediaType     what it makes
 * @param modelId       our name for it
 * @param description   for people
 * @param version       what is run at Replicate
 * @param pricing       USD, and what that is for
 * @param estimatedTime of a run, seconds
 * @param outputs       the parameter that says how many outputs are wanted; absent when there is always one
 * @param parameters    what it takes, by name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelView(
        MediaType mediaType,
        String modelId,
        @Nullable String description,
        String version,
        Pricing pricing,
        BigDecimal estimatedTime,
        @Nullable String outputs,
        Map<String, ParameterView> parameters) {

    /**
     * A parameter as {@code GET /models} shows it; the names are those of JSON Schema.
     *
     * @param enumeration the only values allowed, {@code enum} in JSON
     * @param maxLength   characters
     * @param accept      of a file: the content types that it may have; absent: any
     * @param maxSize     of a file: bytes, where it may have fewer than any
     * @param items       of a list: what each entry must be
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ParameterView(
            ParameterType type,
            @Nullable String description,
            boolean required,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            @Nullable BigDecimal multipleOf,
            @Nullable Integer maxLength,
            @JsonProperty("enum") List<JsonNode> enumeration,
            List<String> accept,
            @Nullable Long maxSize,
            @Nullable ItemsView items,
            @Nullable Integer minItems,
            @Nullable Integer maxItems,
            @JsonProperty("default") @Nullable JsonNode defaultValue) {}

    /** Each entry of a list, as {@code GET /models} shows it; members as in {@link ParameterView}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ItemsView(
            ParameterType type,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            @Nullable BigDecimal multipleOf,
            @Nullable Integer maxLength,
            @JsonProperty("enum") List<JsonNode> enumeration,
            List<String> accept,
            @Nullable Long maxSize) {}

    static ModelView of(Model model, Instant at) {
        Map<String, ParameterView> parameters = new LinkedHashMap<>();
        model.parameters()
                .forEach((name, parameter) ->
                        parameters.put(name, view(parameter, model.defaults().get(name))));
        return new ModelView(
                model.mediaType(),
                model.modelId(),
                model.description(),
                model.target().label(),
                model.pricing(at),
                Decimals.seconds(model.estimatedTime()),
                model.outputs(),
                parameters);
    }

    private static ParameterView view(Parameter parameter, @Nullable JsonNode defaultValue) {
        if (parameter.rule() instanceof Rule.Many many) {
            return new ParameterView(
                    many.type(),
                    parameter.description(),
                    parameter.required(),
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    null,
                    items(parameter, many.entry()),
                    many.minItems(),
                    many.maxItems(),
                    defaultValue);
        }
        Rule.One one = (Rule.One) parameter.rule();
        return new ParameterView(
                one.type(),
                parameter.description(),
                parameter.required(),
                one.minimum(),
                one.maximum(),
                one.multipleOf(),
                maxLength(one),
                one.allowed(),
                accept(parameter, one),
                one.file().maxSize(),
                null,
                null,
                null,
                defaultValue);
    }

    private static ItemsView items(Parameter parameter, Rule.One one) {
        return new ItemsView(
                one.type(),
                one.minimum(),
                one.maximum(),
                one.multipleOf(),
                maxLength(one),
                one.allowed(),
                accept(parameter, one),
                one.file().maxSize());
    }

    private static List<String> accept(Parameter parameter, Rule.One one) {
        return one.type() == ParameterType.URI ? one.file().acceptOf(parameter.name(), parameter.input()) : List.of();
    }

    private static @Nullable Integer maxLength(Rule.One one) {
        return one.type().isText() && one.allowed().isEmpty() ? one.maxLength() : null;
    }
}
