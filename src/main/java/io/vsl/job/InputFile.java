package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of a model's input that is a file. What stands in the input until the file is in S3 is what the caller gave: an
 * https URL, a {@code data:} URI or the id of an upload; from then on it is the file's key.
 *
 * @param parameter where it stands in the parameters, a JSON pointer: {@code /image}, {@code /images/1}
 * @param input     where it stands in the model's input, a JSON pointer
 * @param accept    content types that it may have, {@code image/png} or {@code image/*}; empty: any
 * @param maxSize   bytes that it may have; null: as many as any
 * @param key       of the file in S3; null until it is there
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record InputFile(
        String parameter,
        String input,
        List<String> accept,
        @Nullable Long maxSize,
        @Nullable String key) {

    private static final Pattern PLACE = Pattern.compile("/[A-Za-z_][A-Za-z0-9_.-]{0,63}(/[0-9]{1,4})?");

    private static final Pattern INDEX = Pattern.compile("/([0-9]+)$");

    public InputFile {
        requirePlace("parameter", parameter);
        requirePlace("input", input);
        accept = accept == null ? List.of() : List.copyOf(accept);
        Storable.require(maxSize == null || maxSize > 0, "maxSize", "must be more than 0");
        Storable.require(key == null || key.startsWith(InputFolder.ROOT), "key", "must begin with " + InputFolder.ROOT);
    }

    private static void requirePlace(String name, String place) {
        Storable.require(
                PLACE.matcher(Objects.requireNonNull(place, name)).matches(),
                name,
                "must be a JSON pointer to a value");
    }

    /** The same with its file in S3. */
    public InputFile at(String itsKey) {
        return new InputFile(parameter, input, accept, maxSize, itsKey);
    }

    /** As a request has it: {@code parameters.image}, {@code parameters.images[1]}. */
    public String field() {
        return "parameters." + INDEX.matcher(parameter.substring(1)).replaceFirst("[$1]");
    }

    /** Whether a file of that content type may be given. */
    public boolean accepts(String contentType) {
        return accept.isEmpty() || accept.stream().anyMatch(type -> matches(type, contentType));
    }

    private static boolean matches(String pattern, String contentType) {
        return pattern.endsWith("/*")
                ? pattern.equals("*/*") || contentType.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(contentType);
    }
}
