package io.vsl.provider;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as its provider describes it today.
 *
 * @param name        {@code owner/name}
 * @param description for people, or null
 * @param runsByName  whether a run may name the model alone; otherwise it names a version
 * @param version     id of the latest version
 * @param inputs      what that version takes
 * @param givesMany   whether its output is a list
 * @param example     links to the files of a run that it shows as an example; empty when there are none
 * @param exampleTime how long that run took, or null
 */
public record ModelCard(
        String name,
        @Nullable String description,
        boolean runsByName,
        String version,
        ModelInputs inputs,
        boolean givesMany,
        List<String> example,
        @Nullable Duration exampleTime) {

    public ModelCard {
        example = List.copyOf(example);
    }
}
