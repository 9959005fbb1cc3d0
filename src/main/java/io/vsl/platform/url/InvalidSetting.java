package io.vsl.platform.url;

import java.util.List;

/**
 * Settings can't be used. The message is for operators, a sentence for each: the variable, what is wrong, what is
 * allowed.
 */
public class InvalidSetting extends IllegalArgumentException {

    public InvalidSetting(String message) {
        super(message);
    }

    /** @param messages at least one */
    public InvalidSetting(List<String> messages) {
        super(
                messages.size() == 1
                        ? messages.get(0)
                        : "%d settings can't be used:\n%s".formatted(messages.size(), String.join("\n", messages)));
    }
}
