package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.InputFile;
import io.vsl.models.Rule.Many;
import io.vsl.models.Rule.One;
import java.util.List;
import java.util.stream.IntStream;

/** Which files a parameter's value names. */
final class InputFiles {

    private InputFiles() {}

    /** In the value's order; none of a parameter that takes no files. */
    static List<InputFile> of(Parameter parameter, JsonNode value) {
        if (parameter.rule() instanceof Many many) {
            return many.entry().type() == ParameterType.URI
                    ? IntStream.range(0, value.size())
                            .mapToObj(i -> file(parameter, many.entry(), "/" + i))
                            .toList()
                    : List.of();
        }
        One one = (One) parameter.rule();
        if (one.type() == ParameterType.ANY && value.isArray()) {
            return IntStream.range(0, value.size())
                    .filter(i -> FileRule.isCertainlyFile(value.get(i)))
                    .mapToObj(i -> file(parameter, one, "/" + i))
                    .toList();
        }
        boolean isFile =
                one.type() == ParameterType.URI || one.type() == ParameterType.ANY && FileRule.isCertainlyFile(value);
        return isFile ? List.of(file(parameter, one, "")) : List.of();
    }

    private static InputFile file(Parameter parameter, One rule, String entry) {
        return new InputFile(
                "/" + parameter.name() + entry,
                "/" + parameter.input() + entry,
                rule.type() == ParameterType.ANY
                        ? List.of()
                        : rule.file().acceptOf(parameter.name(), parameter.input()),
                rule.file().maxSize(),
                null);
    }

    /** The text of a file in its parameter's value. */
    static String value(InputFile file, JsonNode value) {
        String place = file.parameter();
        int entry = place.indexOf('/', 1);
        return value.at(entry < 0 ? "" : place.substring(entry)).asText();
    }
}
