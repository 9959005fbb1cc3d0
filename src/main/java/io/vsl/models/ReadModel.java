package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.MediaType;
import io.vsl.job.PredictionRequest;
import io.vsl.job.Price;
import io.vsl.job.Price.Per;
import io.vsl.job.ProviderNames;
import io.vsl.platform.json.JsonFields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one model of models.json, reporting every fault. Used once. */
final class ReadModel {

    private static final Pattern VERSION =
            Pattern.compile("(?<id>[0-9a-f]{64})|(?<model>[\\w.-]+/[\\w.-]+)(:(?<idOfModel>[0-9a-f]{64}))?");
    private static final Pattern OWNER_AND_NAME = Pattern.compile("[\\w.-]+/[\\w.-]+");

    private static final BigDecimal MAX_USD = BigDecimal.valueOf(10_000);
    private static final BigDecimal MAX_UNITS = BigDecimal.valueOf(10_000);
    private static final int MAX_OUTPUTS = 100;
    private static final int MAX_PRICES = 100;

    // Replicate ends a run after half an hour, and takes no deadline under five seconds.
    private static final Duration MAX_TIME = Duration.ofMinutes(30);
    private static final int MIN_DEADLINE_SECONDS = 5;

    private final JsonFields section;
    private final ProviderNames providers;
    private Map<String, Parameter> parameters = Map.of();
    private Map<String, JsonNode> defaults = Map.of();

    ReadModel(JsonFields section, ProviderNames providers) {
        this.section = section;
        this.providers = providers;
    }

    /** The model, or empty when anything without which there is none is absent or faulty. */
    Optional<Model> read(MediaType mediaType, String modelId) {
        section.allowOnly(
                "provider",
                "version",
                "deployment",
                "description",
                "pricing",
                "estimatedTime",
                "deadline",
                "supportedParams",
                "defaults",
                "outputs",
                "size");
        parameters = new ReadParameters(section).read();
        defaults = defaults();
        String provider = provider();
        Target target = target();
        String outputs = outputs();
        Prices prices = prices(outputs);
        Duration estimatedTime = estimatedTime();
        Integer deadline = section.integer("deadline", MIN_DEADLINE_SECONDS, (int) MAX_TIME.toSeconds());
        SizeMapping size = new ReadSize(section, parameters).read();
        refuseSameInput(size);
        String description = section.filledText("description");
        if (target == null || prices == null || estimatedTime == null) {
            return Optional.empty();
        }
        return Optional.of(new Model(
                mediaType,
                modelId,
                description,
                provider,
                target,
                prices,
                estimatedTime,
                deadline == null ? null : Duration.ofSeconds(deadline),
                parameters,
                defaults,
                outputs,
                size));
    }

    /** The default where none is named; a name that nobody has is a fault. */
    private String provider() {
        String named = section.filledText("provider");
        if (named == null) {
            return PredictionRequest.DEFAULT_PROVIDER;
        }
        if (!providers.allow(named)) {
            section.wrong("provider", "must be one of " + String.join(", ", new TreeSet<>(providers.names())));
        }
        return named;
    }

    private @Nullable Target target() {
        String version = section.filledText("version");
        String deployment = section.filledText("deployment");
        if (section.get("version") != null && section.get("deployment") != null) {
            section.wrong("deployment", "must not be given together with version");
        } else if (version != null) {
            Matcher matcher = VERSION.matcher(version);
            if (matcher.matches()) {
                return target(matcher);
            }
            section.wrong(
                    "version",
                    "must be owner/name:<64 hex digits>, <64 hex digits>, " + "or owner/name of an official model");
        } else if (deployment != null) {
            if (OWNER_AND_NAME.matcher(deployment).matches()) {
                return new Target.Deployment(deployment);
            }
            section.wrong("deployment", "must be owner/name");
        } else if (section.get("version") == null && section.get("deployment") == null) {
            section.wrong("version", "is required (or deployment in its place)");
        }
        return null;
    }

    private static Target target(Matcher version) {
        String model = version.group("model");
        if (model == null) {
            return new Target.CommunityVersion(null, version.group("id"));
        }
        String id = version.group("idOfModel");
        return id == null ? new Target.OfficialModel(model) : new Target.CommunityVersion(model, id);
    }

    private @Nullable Duration estimatedTime() {
        if (section.get("estimatedTime") == null) {
            section.wrong("estimatedTime", "is required: seconds that a run usually takes");
            return null;
        }
        BigDecimal seconds = section.decimal("estimatedTime");
        if (seconds == null) {
            return null;
        }
        if (seconds.signum() <= 0 || seconds.compareTo(BigDecimal.valueOf(MAX_TIME.toSeconds())) > 0) {
            section.wrong(
                    "estimatedTime", "must be more than 0 and at most %d seconds".formatted(MAX_TIME.toSeconds()));
            return null;
        }
        return Duration.ofMillis(seconds.movePointRight(3).longValue());
    }

    private @Nullable Prices prices(@Nullable String outputs) {
        JsonNode value = section.get("pricing");
        if (value == null) {
            section.wrong("pricing", "is required: USD a run, a number");
            return null;
        }
        if (value.isNumber()) {
            BigDecimal usd = usd(section, "pricing");
            return usd == null ? null : new Prices(List.of(new Pricing(usd, Per.RUN, null, null)));
        }
        if (value.isObject() || value.isArray()) {
            return dated(value.isObject() ? one() : section.objects("pricing", MAX_PRICES), outputs);
        }
        section.wrong(
                "pricing",
                "must be a number, USD a run such as 0.003, an object {usd, per, of, since}, or a list of these");
        return null;
    }

    private List<JsonFields> one() {
        JsonFields pricing = section.fields("pricing");
        return pricing == null ? List.of() : List.of(pricing);
    }

    private @Nullable Prices dated(List<JsonFields> said, @Nullable String outputs) {
        List<Pricing> prices = new ArrayList<>();
        LocalDate before = null;
        for (JsonFields one : said) {
            Pricing pricing = pricing(one, outputs);
            if (pricing == null) {
                return null;
            }
            LocalDate since = pricing.since();
            if (!prices.isEmpty() && (since == null || before != null && !since.isAfter(before))) {
                one.wrong("since", "is required, and later than that of the price before");
                return null;
            }
            prices.add(pricing);
            before = since;
        }
        return prices.isEmpty() ? null : new Prices(prices);
    }

    private @Nullable Pricing pricing(JsonFields pricing, @Nullable String outputs) {
        pricing.allowOnly("usd", "per", "of", "since");
        BigDecimal usd = usd(pricing, "usd");
        String unit = pricing.filledText("per");
        Optional<Per> per = Arrays.stream(Per.values())
                .filter(each -> each.value().equals(unit))
                .findFirst();
        if (per.isEmpty()) {
            pricing.wrong("per", "must be one of run, output, second, predict_second");
            return null;
        }
        String of = pricing.filledText("of");
        if (per.get() == Per.SECOND) {
            if (of == null) {
                pricing.wrong("of", "is required: the parameter that says how many seconds");
            } else {
                checkCount(pricing, "of", of, BigDecimal.ZERO, MAX_UNITS);
            }
        } else if (of != null) {
            pricing.wrong("of", "is only for a price per second");
        }
        String since = pricing.filledText("since");
        LocalDate day = since == null ? null : day(pricing, since);
        if (usd == null || since != null && day == null) {
            return null;
        }
        return new Pricing(usd, per.get(), per.get() == Per.OUTPUT ? outputs : of, day);
    }

    private static @Nullable LocalDate day(JsonFields pricing, String since) {
        try {
            LocalDate day = LocalDate.parse(since);
            if (Price.isDay(day)) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        pricing.wrong("since", "must be a day such as 2026-01-31, of the years 2000 to 2100");
        return null;
    }

    private static @Nullable BigDecimal usd(JsonFields section, String name) {
        if (section.get(name) == null) {
            section.wrong(name, "is required: USD, a number");
            return null;
        }
        BigDecimal usd = section.decimal(name);
        if (usd == null) {
            return null;
        }
        if (usd.signum() < 0
                || usd.compareTo(MAX_USD) > 0
                || usd.stripTrailingZeros().scale() > Pricing.DECIMALS) {
            section.wrong(
                    name, "must be USD from 0 to %s with at most %d decimals".formatted(MAX_USD, Pricing.DECIMALS));
            return null;
        }
        return usd;
    }

    private @Nullable String outputs() {
        String outputs = section.filledText("outputs");
        if (outputs != null) {
            checkCount(section, "outputs", outputs, BigDecimal.ONE, BigDecimal.valueOf(MAX_OUTPUTS));
        }
        return outputs;
    }

    /** A price can be worked out only from a number that is always there and has bounds. */
    private void checkCount(JsonFields where, String field, String name, BigDecimal least, BigDecimal most) {
        Parameter parameter = parameters.get(name);
        boolean fits = parameter != null
                && parameter.rule() instanceof Rule.One one
                && one.isNumberWithin(least, most)
                && (parameter.required() || defaults.containsKey(name));
        if (!fits) {
            where.wrong(
                    field,
                    "must name a parameter of supportedParams that is an integer or a number, has a minimum "
                            + "of at least %s and a maximum of at most %s, and is required or has a default"
                                    .formatted(least, most));
        }
    }

    private Map<String, JsonNode> defaults() {
        JsonFields given = section.fields("defaults");
        return given == null ? Map.of() : ReadValues.read(given, parameters);
    }

    private void refuseSameInput(@Nullable SizeMapping size) {
        Map<String, String> names = new LinkedHashMap<>();
        parameters.values().stream()
                .filter(parameter -> size == null || !size.from().contains(parameter.name()))
                .forEach(parameter -> {
                    String other = names.putIfAbsent(parameter.input(), parameter.name());
                    if (other != null) {
                        section.wrong(
                                "supportedParams." + parameter.name(),
                                "goes to the model's input %s, and so does %s".formatted(parameter.input(), other));
                    }
                });
    }
}
