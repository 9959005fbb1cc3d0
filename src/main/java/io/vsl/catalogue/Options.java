package io.vsl.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands on a command line: names, {@code --option=value} and {@code --flag}.
 *
 * @param names  in their order
 * @param values by option, without its dashes; empty for a flag
 */
record Options(List<String> names, Map<String, String> values) {

    /** @throws Refused when an option isn't one of these, has no value or is a flag with one, or stands there twice */
    static Options read(List<String> arguments, Set<String> options, Set<String> flags) throws Refused {
        List<String> names = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : arguments) {
            if (!argument.startsWith("--")) {
                names.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String option = argument.substring(2, equals < 0 ? argument.length() : equals);
            String value = equals < 0 ? "" : argument.substring(equals + 1);
            if (!(equals < 0 ? flags : options).contains(option)) {
                throw new Refused("'%s' is no option here".formatted(argument));
            }
            if (values.put(option, value) != null) {
                throw new Refused("--%s is given twice".formatted(option));
            }
        }
        return new Options(names, values);
    }

    /** Null when it isn't given. */
    @Nullable
    String value(String option) {
        return values.get(option);
    }

    String value(String option, String otherwise) {
        return values.getOrDefault(option, otherwise);
    }

    boolean flag(String option) {
        return values.containsKey(option);
    }
}
