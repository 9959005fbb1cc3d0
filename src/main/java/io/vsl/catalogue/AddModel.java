package io.vsl.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.catalogue.GuessMedia.Guess;
import io.vsl.job.MediaType;
import io.vsl.provider.ModelCard;
import io.vsl.provider.ModelInputs;
import io.vsl.provider.Told;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entry of a model into a models.json, from the model's own schema. The file is replaced only when it can be
 * read with the new entry as at the start.
 */
final class AddModel {

    private final AskCatalogue ask;
    private final ModelsFile file;
    private final AddOptions options;
    private final List<String> said = new ArrayList<>();

    AddModel(AskCatalogue ask, ModelsFile file, AddOptions options) {
        this.ask = ask;
        this.file = file;
        this.options = options;
    }

    /** @throws Refused when there is no entry to write; the file is as it was then */
    void add(PrintStream out) throws Refused, InterruptedException {
        String text = file.text();
        ModelsText models = parsed(text);
        Optional<String> there = models.mediaTypeOf(options.modelId());
        ObjectNode old = old(text, there);
        ModelCard card = value(ask.model(options.name()));
        Declared declared = Declared.forEntry(inputs(card));
        refuseMissing(declared);
        MediaType media = media(card, there);
        NewEntry entry =
                new NewEntry(target(card), card, declared, price(old), time(card, old), outputs(card, declared), old);
        String changed = models.with(media.value(), options.modelId(), entry.json());
        file.models(changed);
        file.replace(changed);
        out.printf(
                "%s/%s is in %s, as %s has %s%n", media, options.modelId(), file.path(), ask.source(), options.name());
        report(entry);
        said.forEach(line -> out.println("  " + line));
    }

    private static ModelsText parsed(String text) throws Refused {
        try {
            return ModelsText.of(text);
        } catch (IOException e) {
            throw new Refused("The file must be an object {mediaType: {modelId: {…}}}");
        }
    }

    /** The entry that is there, or an empty one. */
    private ObjectNode old(String text, Optional<String> mediaType) throws Refused {
        if (mediaType.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!options.replace()) {
            throw new Refused("%s/%s is there already: --replace replaces it, --as gives this one another name"
                    .formatted(mediaType.get(), options.modelId()));
        }
        try {
            return (ObjectNode) Json.MAPPER.readTree(text).path(mediaType.get()).path(options.modelId());
        } catch (IOException e) {
            throw new IllegalStateException("it was read already", e);
        }
    }

    private static <T> T value(Told<T> told) throws Refused {
        return switch (told) {
            case Told.There<T> there -> there.value();
            case Told.Gone<T> gone -> throw new Refused(gone.reason());
            case Told.Unclear<T> unclear -> throw new Refused(unclear.reason());
        };
    }

    private ModelInputs inputs(ModelCard card) throws Refused, InterruptedException {
        String version = options.version();
        return version == null || version.equals(card.version())
                ? card.inputs()
                : value(ask.version(options.name(), version));
    }

    private void refuseMissing(Declared declared) throws Refused {
        for (String name : declared.missing()) {
            throw new Refused("%s can't be run from here: it requires %s, which %s"
                    .formatted(options.name(), name, declared.leftOut().get(name)));
        }
    }

    /** An official model runs by its name, and a version of it only if that is asked for. */
    private String target(ModelCard card) {
        String version = options.version();
        if (version == null && card.runsByName()) {
            return card.name();
        }
        return card.name() + ":" + (version == null ? card.version() : version);
    }

    private MediaType media(ModelCard card, Optional<String> there) throws Refused {
        if (there.isPresent()) {
            MediaType old = MediaType.of(there.get());
            if (options.media() != null && options.media() != old) {
                throw new Refused(
                        "%s/%s is there already, and one name stands for one model: --as gives this one another"
                                .formatted(old, options.modelId()));
            }
            return old;
        }
        if (options.media() != null) {
            return options.media();
        }
        Guess guess = GuessMedia.of(card)
                .orElseThrow(() ->
                        new Refused("%s doesn't tell what %s makes: say --media image, --media video or --media audio"
                                .formatted(ask.provider(), options.name())));
        said.add("mediaType      %s, %s; --media says otherwise".formatted(guess.mediaType(), guess.why()));
        return guess.mediaType();
    }

    private JsonNode price(ObjectNode old) throws Refused {
        JsonNode price = options.price() == null ? old.get("pricing") : options.price(old.get("pricing"));
        if (price == null) {
            throw new Refused(("%s states no prices to programs: look at %s and say --price USD, with"
                            + " --per output, --per predict_second or --per second --of INPUT if it isn't for a run")
                    .formatted(ask.provider(), ask.page(options.name())));
        }
        said.add("pricing        %s, as %s; %s states none"
                .formatted(Json.text(price), options.price() == null ? "it was" : "you said", ask.provider()));
        return price;
    }

    private Duration time(ModelCard card, ObjectNode old) throws Refused {
        if (options.time() != null) {
            return options.time();
        }
        if (old.path("estimatedTime").isNumber()) {
            return Duration.ofMillis(
                    old.path("estimatedTime").decimalValue().movePointRight(3).longValue());
        }
        if (card.exampleTime() == null) {
            throw new Refused("%s doesn't tell how long %s runs: say --time, such as --time 20s"
                    .formatted(ask.provider(), options.name()));
        }
        long seconds = card.exampleTime().plusMillis(999).toSeconds();
        said.add("estimatedTime  %d s, as its example took; --time says otherwise".formatted(seconds));
        return Duration.ofSeconds(seconds);
    }

    private @Nullable String outputs(ModelCard card, Declared declared) {
        return options.outputs() != null
                ? options.outputs()
                : NewEntry.outputs(card, declared).orElse(null);
    }

    private void report(NewEntry entry) {
        said.add("version        " + entry.target());
        said.add("parameters     " + names(entry.declared().parameters()));
        entry.declared().leftOut().forEach((name, why) -> said.add("left out       %s: it %s".formatted(name, why)));
        entry.declared().unchecked().forEach((name, why) -> said.add("%-14s %s".formatted(name, why)));
        if (entry.old().has("size") || entry.old().path("supportedParams").findValue("as") != null) {
            said.add("names, values and sizes of the old entry's own are gone: the parameters are the model's");
        }
    }

    private static String names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
