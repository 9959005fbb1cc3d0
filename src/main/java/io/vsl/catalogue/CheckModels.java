package io.vsl.catalogue;

import io.vsl.models.CompareModels;
import io.vsl.models.Difference;
import io.vsl.models.Model;
import io.vsl.models.Models;
import io.vsl.models.Target;
import io.vsl.provider.ModelCard;
import io.vsl.provider.ModelInputs;
import io.vsl.provider.Told;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says model by model where the entries of models.json differ from what the provider says today. */
final class CheckModels {

    private final AskCatalogue ask;
    private final PrintStream out;

    CheckModels(AskCatalogue ask, PrintStream out) {
        this.ask = ask;
        this.out = out;
    }

    /**
     * Checks them all, or some.
     *
     * @param modelIds which; empty for all
     * @return whether every one is as the provider says
     */
    boolean check(Models models, List<String> modelIds) throws InterruptedException, Refused {
        for (String modelId : modelIds) {
            if (models.mediaTypeOf(modelId).isEmpty()) {
                throw new Refused("There is no model %s in the file".formatted(modelId));
            }
        }
        boolean well = true;
        for (Model model : models.all()) {
            if (modelIds.isEmpty() || modelIds.contains(model.modelId())) {
                well &= isWell(model);
            }
        }
        return well;
    }

    private boolean isWell(Model model) throws InterruptedException {
        String name = model.mediaType().value() + "/" + model.modelId();
        String unchecked = unchecked(model);
        if (unchecked != null) {
            out.println(name + "  is not checked: " + unchecked);
            return true;
        }
        try {
            List<Difference> differences = differences(model);
            out.println(name + (differences.isEmpty() ? "  is as %s says".formatted(ask.provider()) : "  differs"));
            differences.forEach(difference -> out.println("  " + difference));
            return differences.isEmpty();
        } catch (Refused e) {
            out.println(name + "  can't be checked: " + e.reason());
            return false;
        }
    }

    /** Why nothing can be said of it; null when something can. */
    private @Nullable String unchecked(Model model) {
        if (!ask.is(model.provider())) {
            return "%s runs it, which tells nothing of its models".formatted(model.provider());
        }
        return model.target() instanceof Target.Deployment ? "a deployment decides by itself what it runs" : null;
    }

    /** @throws Refused when it isn't known */
    private List<Difference> differences(Model model) throws InterruptedException, Refused {
        return switch (model.target()) {
            case Target.OfficialModel official -> official(model, official.model());
            case Target.CommunityVersion version -> community(model, version);
            case Target.Deployment deployment -> List.of();
        };
    }

    private List<Difference> official(Model model, String name) throws InterruptedException, Refused {
        return switch (ask.model(name)) {
            case Told.There<ModelCard>(ModelCard card) when card.runsByName() -> compared(model, card.inputs());
            case Told.There<ModelCard>(ModelCard card) ->
                ofVersion("%s is no official model, and can't be run by its name alone: it is %s:%s today"
                        .formatted(name, name, card.version()));
            case Told.Gone<ModelCard>(String reason) -> ofVersion(reason);
            case Told.Unclear<ModelCard>(String reason) -> throw new Refused(reason);
        };
    }

    private List<Difference> community(Model model, Target.CommunityVersion version)
            throws InterruptedException, Refused {
        String name = version.model();
        if (name == null) {
            throw new Refused("its version doesn't say of which model it is: write owner/name:" + version.id());
        }
        return switch (ask.model(name)) {
            case Told.There<ModelCard>(ModelCard card)
            when card.version().equals(version.id()) -> compared(model, card.inputs());
            case Told.There<ModelCard>(ModelCard card) -> older(model, name, version.id(), card.version());
            case Told.Gone<ModelCard>(String reason) -> ofVersion(reason);
            case Told.Unclear<ModelCard>(String reason) -> throw new Refused(reason);
        };
    }

    /** It runs as that version is, whatever the latest one takes. */
    private List<Difference> older(Model model, String name, String id, String latest)
            throws InterruptedException, Refused {
        return switch (ask.version(name, id)) {
            case Told.There<ModelInputs>(ModelInputs inputs) -> {
                List<Difference> differences = new ArrayList<>(ofVersion("there is a newer one, " + latest));
                differences.addAll(compared(model, inputs));
                yield differences;
            }
            case Told.Gone<ModelInputs>(String reason) -> ofVersion("%s; the latest is %s".formatted(reason, latest));
            case Told.Unclear<ModelInputs>(String reason) -> throw new Refused(reason);
        };
    }

    private static List<Difference> compared(Model model, ModelInputs inputs) {
        Declared declared = Declared.forComparison(inputs);
        return CompareModels.compare(model, declared.asModel(), declared.unread());
    }

    private static List<Difference> ofVersion(String message) {
        return List.of(new Difference("version", message));
    }
}
