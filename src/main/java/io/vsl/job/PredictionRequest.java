package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run at a provider, settled when the job is admitted: a later change of the registry doesn't touch it.
 *
 * @param path    where it is POSTed, below the API's base URL, e.g. {@code /predictions}
 * @param version the body's {@code version}; null where the path says it
 * @param input    in the model's own names
 * @param outputs  how many outputs are asked for; 0 when the model's entry doesn't say
 * @param deadline when the run is to be ended, counted from its creation, ISO-8601; null: the provider's own limit
 * @param provider where it is run; null is the default, as in what was written before there were others
 * @param files    what of the input is a file, which has to be in S3 before the run begins
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PredictionRequest(
        String path,
        @Nullable String version,
        ObjectNode input,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int outputs,
        @Nullable Duration deadline,
        @Nullable String provider,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<InputFile> files) {

    /** Who makes what nobody else is named for. */
    public static final String DEFAULT_PROVIDER = "replicate";

    private static final Duration LONGEST = Duration.ofDays(7);

    public PredictionRequest {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(input, "input");
        Storable.require(
                deadline == null || !deadline.isNegative() && deadline.compareTo(LONGEST) <= 0,
                "deadline",
                "must be at most " + LONGEST);
        files = files == null ? List.of() : List.copyOf(files);
        provider = DEFAULT_PROVIDER.equals(provider) ? null : provider;
    }

    /** Of the default provider. */
    public PredictionRequest(
            String path, @Nullable String version, ObjectNode input, int outputs, @Nullable Duration deadline) {
        this(path, version, input, outputs, deadline, null, List.of());
    }

    /** Without files. */
    public PredictionRequest(
            String path,
            @Nullable String version,
            ObjectNode input,
            int outputs,
            @Nullable Duration deadline,
            @Nullable String provider) {
        this(path, version, input, outputs, deadline, provider, List.of());
    }

    /** What stands in the input where a file belongs; empty when no text does. */
    public String value(InputFile file) {
        return input.at(file.input()).asText("");
    }

    /** The same once the files are in S3, each of which has its key. */
    PredictionRequest withStored(List<InputFile> stored) {
        return new PredictionRequest(
                path,
                version,
                Pointed.with(input, stored, InputFile::input, file -> Objects.requireNonNull(file.key(), "key")),
                outputs,
                deadline,
                provider,
                stored);
    }

    /**
     * The input as a model is given it.
     *
     * @param link to a file in S3, of its key
     * @throws NullPointerException when a file is not there yet
     */
    public PredictionRequest linked(Function<String, String> link) {
        return files.isEmpty()
                ? this
                : new PredictionRequest(
                        path,
                        version,
                        Pointed.with(
                                input,
                                files,
                                InputFile::input,
                                file -> link.apply(Objects.requireNonNull(file.key(), "key"))),
                        outputs,
                        deadline,
                        provider);
    }

    /** The provider's name. */
    public String providerName() {
        return Objects.requireNonNullElse(provider, DEFAULT_PROVIDER);
    }
}
