package io.vsl.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.MediaType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What is asked of {@code models add}.
 *
 * @param name     {@code owner/name}
 * @param version  64 hexadecimal digits; null for the latest
 * @param modelId  our name for it
 * @param media    what it makes; null when it is to be guessed
 * @param price    {@code pricing} of the entry; null when it isn't given
 * @param outputs  the input that says how many outputs are wanted; null when it isn't given
 * @param time     that a run usually takes; null when it isn't given
 * @param replace  whether an entry that is there is replaced
 */
record AddOptions(
        String name,
        @Nullable String version,
        String modelId,
        @Nullable MediaType media,
        @Nullable JsonNode price,
        @Nullable String outputs,
        @Nullable Duration time,
        boolean replace) {

    static final Set<String> OPTIONS = Set.of("file", "as", "media", "price", "per", "of", "since", "outputs", "time");
    static final Set<String> FLAGS = Set.of("replace");

    private static final Pattern MODEL =
            Pattern.compile("(?<name>[\\w.-]+/(?<short>[\\w.-]+))(:(?<version>[0-9a-f]{64}))?");

    /** @throws Refused when one is wrong, with what is allowed */
    static AddOptions read(Options options) throws Refused {
        String given = options.names().size() == 1 ? options.names().get(0) : "";
        Matcher model = MODEL.matcher(given);
        if (!model.matches()) {
            throw new Refused("Name one model as Replicate does: owner/name, or owner/name:<64 hex digits>");
        }
        return new AddOptions(
                Objects.requireNonNull(model.group("name")),
                model.group("version"),
                options.value("as", Objects.requireNonNull(model.group("short"))),
                media(options.value("media")),
                price(options),
                options.value("outputs"),
                time(options.value("time")),
                options.flag("replace"));
    }

    private static @Nullable MediaType media(@Nullable String given) throws Refused {
        try {
            return given == null ? null : MediaType.of(given);
        } catch (IllegalArgumentException e) {
            throw new Refused("--media " + e.getMessage());
        }
    }

    private static @Nullable JsonNode price(Options options) throws Refused {
        String price = options.value("price");
        String per = options.value("per", "run");
        String of = options.value("of");
        String since = options.value("since");
        if (price == null) {
            if (options.flag("per") || options.flag("of") || options.flag("since")) {
                throw new Refused("--per, --of and --since go with --price");
            }
            return null;
        }
        JsonNode usd = usd(price);
        if (per.equals("run") && of == null && since == null) {
            return usd;
        }
        ObjectNode pricing = JsonNodeFactory.instance.objectNode().set("usd", usd);
        pricing.put("per", per);
        if (of != null) {
            pricing.put("of", of);
        }
        if (since != null) {
            pricing.put("since", since);
        }
        return pricing;
    }

    /** The price, after those of before when it holds from a day on. Only where one is given. */
    JsonNode price(@Nullable JsonNode old) {
        JsonNode given = Objects.requireNonNull(price);
        if (old == null || !given.has("since")) {
            return given;
        }
        ArrayNode prices = JsonNodeFactory.instance.arrayNode();
        if (old.isArray()) {
            old.forEach(prices::add);
        } else {
            prices.add(
                    old.isObject()
                            ? old
                            : JsonNodeFactory.instance
                                    .objectNode()
                                    .put("per", "run")
                                    .set("usd", old));
        }
        return prices.add(given);
    }

    private static JsonNode usd(String price) throws Refused {
        try {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(price));
        } catch (NumberFormatException e) {
            throw new Refused("--price must be USD, a number such as 0.003");
        }
    }

    private static @Nullable Duration time(@Nullable String given) throws Refused {
        try {
            return given == null ? null : DurationStyle.detectAndParse(given, java.time.temporal.ChronoUnit.SECONDS);
        } catch (IllegalArgumentException e) {
            throw new Refused("--time must be a time such as 20s");
        }
    }
}
