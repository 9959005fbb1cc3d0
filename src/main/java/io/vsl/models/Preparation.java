package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Adjustment;
import io.vsl.job.FieldError;
import io.vsl.job.InputFile;
import io.vsl.models.CheckValue.Checked;
import io.vsl.platform.json.Faults;
import io.vsl.platform.json.NearestName;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** One caller's parameters on their way to a model's input. Used once. */
final class Preparation {

    // Each is named with all that exist: a body full of unknown names must not make a far larger answer.
    private static final int MAX_UNKNOWN = 20;
    private static final int MAX_NAME_SHOWN = 64;

    // Percent-encoding makes up to three bytes of one, and an event has all parameters twice.
    private static final int MAX_BYTES = 3 << 19;

    private static final String FILE_OUTSIDE = "must be an https URL on the public internet: it ";

    private final Model model;
    private final Function<WebUrl, Optional<String>> refusal;
    private final Map<String, JsonNode> given = new LinkedHashMap<>();
    private final Map<String, JsonNode> good = new LinkedHashMap<>();
    private final Faults faults = new Faults();
    private final List<Adjustment> adjustments = new ArrayList<>();

    Preparation(Model model, ObjectNode parameters, Function<WebUrl, Optional<String>> refusal) {
        this.model = model;
        this.refusal = refusal;
        parameters.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                given.put(field.getKey(), field.getValue());
            }
        });
    }

    Prepared prepare() {
        model.parameters().values().forEach(this::check);
        refuseUnknown();
        refuseSizeAskedTwice();
        if (!faults.isEmpty()) {
            return new Prepared.Refused(faults.all());
        }
        ObjectNode parameters = withDefaults();
        if (parameters.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return new Prepared.Refused(List.of(new FieldError(
                    "parameters",
                    "TOO_LONG",
                    "must have at most %d bytes as JSON with URLs percent-encoded".formatted(MAX_BYTES))));
        }
        return new Prepared.Accepted(
                parameters,
                input(parameters),
                files(parameters),
                model.outputs() == null ? 0 : parameters.path(model.outputs()).asInt(),
                adjustments,
                model.prices().of(parameters, model.estimatedTime()),
                model.estimatedTime());
    }

    private void check(Parameter parameter) {
        JsonNode value = given.get(parameter.name());
        if (value == null) {
            if (parameter.required() || isMissingHalfOfSize(parameter.name())) {
                refuse(
                        parameter.name(),
                        "REQUIRED",
                        "is required: " + parameter.rule().message());
            }
            return;
        }
        Checked checked = CheckValue.check(parameter.rule(), parameter.required(), value);
        if (checked instanceof Checked.Good fine) {
            good.put(parameter.name(), fine.value());
            InputFiles.of(parameter, fine.value()).forEach(place -> refuseUrl(place, fine.value()));
        } else if (checked instanceof Checked.Bad bad) {
            bad.faults()
                    .forEach(fault -> faults.add(
                            "parameters." + parameter.name() + fault.place(), fault.code(), fault.message()));
        }
    }

    /** What isn't on the internet nobody will fetch: it is told at once, as far as the URL tells it. */
    private void refuseUrl(InputFile file, JsonNode value) {
        String text = InputFiles.value(file, value);
        if (!WebUrl.isMeant(text)) {
            return;
        }
        try {
            refusal.apply(WebUrl.parse(text))
                    .ifPresent(why -> faults.add(file.field(), "NOT_ALLOWED", FILE_OUTSIDE + why));
        } catch (InvalidUrl e) {
            throw new IllegalStateException("It was read before", e);
        }
    }

    private List<InputFile> files(ObjectNode parameters) {
        return parameters.properties().stream()
                .flatMap(field ->
                        InputFiles.of(Objects.requireNonNull(model.parameters().get(field.getKey())), field.getValue())
                                .stream())
                .toList();
    }

    private boolean isMissingHalfOfSize(String name) {
        SizeMapping size = model.size();
        return size != null
                && size.from().contains(name)
                && !model.defaults().containsKey(name)
                && isAnyGiven(size.from());
    }

    private void refuseUnknown() {
        List<String> unknown = given.keySet().stream()
                .filter(name -> !model.parameters().containsKey(name))
                .toList();
        unknown.stream().limit(MAX_UNKNOWN).forEach(name -> refuse(name, "UNKNOWN_PARAMETER", unknownMessage(name)));
        if (unknown.size() > MAX_UNKNOWN) {
            faults.add(
                    "parameters",
                    "UNKNOWN_PARAMETER",
                    "has %d more parameters that %s doesn't take"
                            .formatted(unknown.size() - MAX_UNKNOWN, model.modelId()));
        }
    }

    private String unknownMessage(String name) {
        Collection<Parameter> declared = model.parameters().values();
        String meant = declared.stream()
                .filter(parameter -> parameter.input().equals(name))
                .map(Parameter::name)
                .findFirst()
                .or(() -> NearestName.of(name, declared.stream().map(Parameter::name)))
                .map(" Did you mean %s?"::formatted)
                .orElse("");
        return "is not a parameter of %s.%s It takes: %s"
                .formatted(
                        model.modelId(),
                        meant,
                        String.join(", ", model.parameters().keySet()));
    }

    private void refuseSizeAskedTwice() {
        SizeMapping size = model.size();
        if (size != null && isAnyGiven(size.from())) {
            String from = String.join(" and ", size.from());
            size.to().stream()
                    .filter(given::containsKey)
                    .forEach(name ->
                            refuse(name, "CONFLICT", "says the size a second time: give either this or " + from));
        }
    }

    private boolean isAnyGiven(Collection<String> names) {
        return names.stream().anyMatch(given::containsKey);
    }

    private ObjectNode withDefaults() {
        Set<String> overruled = overruledDefaults();
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        for (String name : model.parameters().keySet()) {
            JsonNode value = good.get(name);
            if (value == null && !overruled.contains(name)) {
                value = model.defaults().get(name);
            }
            if (value != null) {
                parameters.set(name, value.deepCopy());
            }
        }
        return parameters;
    }

    /** Defaults that would say the size a second time. */
    private Set<String> overruledDefaults() {
        SizeMapping size = model.size();
        if (size == null) {
            return Set.of();
        }
        return new HashSet<>(isAnyGiven(size.to()) ? size.from() : size.to());
    }

    private ObjectNode input(ObjectNode parameters) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        SizeMapping size = model.size();
        parameters.properties().forEach(field -> {
            if (size == null || !size.from().contains(field.getKey())) {
                put(input, field.getKey(), field.getValue());
            }
        });
        if (size != null && Stream.of(size.width(), size.height()).allMatch(parameters::has)) {
            SizeMapping.Choice choice = size.nearest(
                    parameters.required(size.width()).intValue(),
                    parameters.required(size.height()).intValue());
            choice.set().forEach((name, value) -> put(input, name, value));
            if (isAnyGiven(size.from())) {
                String asked = "%sx%s".formatted(parameters.get(size.width()), parameters.get(size.height()));
                adjustments.add(new Adjustment(size.from(), asked, choice.label()));
            }
        }
        return input;
    }

    private void put(ObjectNode input, String name, JsonNode value) {
        Parameter parameter = Objects.requireNonNull(model.parameters().get(name));
        ValueMapping mapping = parameter.mapping();
        if (mapping == null) {
            input.set(parameter.input(), value.deepCopy());
            return;
        }
        ValueMapping.Mapped mapped = mapping.map(value);
        input.set(parameter.input(), mapped.value().deepCopy());
        if (mapped.chosen() != null && given.containsKey(name)) {
            adjustments.add(new Adjustment(List.of(name), value.asText(), mapped.chosen()));
        }
    }

    private void refuse(String name, String code, String message) {
        faults.add("parameters." + shown(name), code, message);
    }

    /** A name as it may be shown: a caller chose it, and it may be anything. */
    private static String shown(String name) {
        return name.codePoints()
                .limit(MAX_NAME_SHOWN)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
