package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules that are in force, oldest first.
 */
final class Faults {

    private final List<Fault> rules = new ArrayList<>();
    private long last;

    JsonObject add(JsonObject rule) {
        Fault fault = new Fault(++last, rule);
        rules.add(fault);
        return fault.toJson();
    }

    void clear() {
        rules.clear();
    }

    JsonArray toJson() {
        return new JsonArray(rules.stream().map(Fault::toJson).toList());
    }

    /** The first rule that strikes, or null. */
    @Nullable
    Fault strike(Fault.On on, Subject subject) {
        return strike(on, subject, kind -> true);
    }

    /** The first rule, among those of some kinds, that strikes, or null. */
    @Nullable
    Fault strike(Fault.On on, Subject subject, Predicate<String> kinds) {
        for (Fault rule : rules) {
            if (rule.on() == on && kinds.test(rule.kind()) && rule.strikes(subject)) {
                return rule;
            }
        }
        return null;
    }
}
