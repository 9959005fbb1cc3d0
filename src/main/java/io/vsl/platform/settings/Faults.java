package io.vsl.platform.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Binder;

/** What is wrong with the settings: a sentence each, in the order in which it was found. */
final class Faults {

    private static final int LONGEST_VALUE = 100;

    private final Binder binder;
    private final SettingNames names;
    private final List<String> sentences = new ArrayList<>();
    private final Set<String> properties = new HashSet<>();

    Faults(Binder binder, SettingNames names) {
        this.binder = binder;
        this.names = names;
    }

    /** @param sentence of one or several settings */
    void add(String sentence) {
        if (!sentences.contains(sentence)) {
            sentences.add(sentence);
        }
    }

    /** Of a setting whose fault has a sentence already. */
    void add(String property, String sentence) {
        properties.add(property);
        add(sentence);
    }

    void add(String property, String allowed, boolean isSecret) {
        properties.add(property);
        String value = binder.bind(property, String.class).orElse("").strip();
        String shown = value.isEmpty()
                ? "is empty"
                : isSecret
                        ? "can't be used (its value is a secret)"
                        : "is " + (value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value);
        add("%s %s. Allowed is %s".formatted(names.of(property), shown, allowed));
    }

    boolean isKnown(String property) {
        return properties.contains(property);
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
