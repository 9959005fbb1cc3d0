package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A rule that makes something go wrong.
 */
final class Fault {

    private static final Set<String> ANSWERS = Set.of("status", "delay", "drop-answer", "cut-answer", "refuse", "body");

    /** The kinds there are, by where they strike. */
    static final Map<On, Set<String>> KINDS = Map.of(
            On.CREATE,
            ANSWERS,
            On.GET,
            ANSWERS,
            On.LIST,
            ANSWERS,
            On.CANCEL,
            ANSWERS,
            On.WEBHOOK,
            Set.of("lose", "duplicate", "delay", "reorder", "bad-signature", "before-answer"),
            On.PREDICTION,
            Set.of("fail", "partial", "stuck", "slow", "say", "output"),
            On.DELIVERY,
            Set.of("status", "expired", "truncated", "wrong-length", "slow", "endless", "wrong-type", "redirect"));

    /** What a rule may say, and in which type. */
    private static final Map<String, Class<?>> OPTIONS = Map.ofEntries(
            Map.entry("on", String.class),
            Map.entry("kind", String.class),
            Map.entry("match", JsonObject.class),
            Map.entry("times", Number.class),
            Map.entry("probability", Number.class),
            Map.entry("status", Number.class),
            Map.entry("accepted", Boolean.class),
            Map.entry("retry_after", Number.class),
            Map.entry("retry_after_in", String.class),
            Map.entry("delay_ms", Number.class),
            Map.entry("copies", Number.class),
            Map.entry("code", String.class),
            Map.entry("error", String.class),
            Map.entry("missing", Number.class),
            Map.entry("in", String.class),
            Map.entry("factor", Number.class),
            Map.entry("bytes_per_second", Number.class),
            Map.entry("to", String.class),
            Map.entry("body", String.class),
            Map.entry("members", JsonObject.class),
            Map.entry("logs_bytes", Number.class),
            Map.entry("output_bytes", Number.class),
            Map.entry("output", Object.class),
            Map.entry("files", JsonObject.class));

    private final JsonObject rule;
    private final On on;
    private final String kind;
    private final @Nullable GivenOutput output;
    private long fired;

    /**
     * Takes a rule.
     *
     * @throws Problem 400 when it makes no sense
     */
    Fault(long id, JsonObject rule) {
        for (Map.Entry<String, Object> option : rule) {
            Class<?> type = OPTIONS.getOrDefault(option.getKey(), Void.class);
            if (type != Object.class && !type.isInstance(option.getValue())) {
                throw Problem.badRequest("A fault has no such option: " + option.getKey() + " = " + option.getValue());
            }
        }
        Subject.check(rule.getJsonObject("match", new JsonObject()));
        this.rule = rule.copy().put("id", id);
        try {
            on = On.valueOf(rule.getString("on", "").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("on is one of create, get, list, cancel, webhook, prediction, delivery");
        }
        kind = rule.getString("kind", "");
        Set<String> kinds = Objects.requireNonNull(KINDS.get(on));
        if (!kinds.contains(kind)) {
            throw Problem.badRequest("kind is one of " + kinds + " on " + rule.getString("on"));
        }
        output = kind.equals("output") ? GivenOutput.read(this.rule) : null;
    }

    /** Where a fault strikes. */
    enum On {
        CREATE,
        GET,
        LIST,
        CANCEL,
        WEBHOOK,
        PREDICTION,
        DELIVERY
    }

    On on() {
        return on;
    }

    boolean is(String someKind) {
        return kind.equals(someKind);
    }

    String kind() {
        return kind;
    }

    /** Whether it strikes now; if so, that counts as one of its times. */
    boolean strikes(Subject subject) {
        if (fired >= rule.getLong("times", Long.MAX_VALUE)
                || !subject.matches(rule.getJsonObject("match", new JsonObject()))
                || ThreadLocalRandom.current().nextDouble() >= rule.getDouble("probability", 1.0)) {
            return false;
        }
        fired++;
        return true;
    }

    int number(String name, int otherwise) {
        return rule.getInteger(name, otherwise);
    }

    boolean flag(String name) {
        return rule.getBoolean(name, false);
    }

    /** Empty when the rule has none. */
    JsonObject object(String name) {
        return rule.getJsonObject(name, new JsonObject());
    }

    String text(String name, String otherwise) {
        return rule.getString(name, otherwise);
    }

    /** What predictions give; null unless that is its kind. */
    @Nullable
    GivenOutput output() {
        return output;
    }

    JsonObject toJson() {
        return rule.copy().put("fired", fired);
    }
}
