package io.vsl.models;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is run at Replicate, and so how a prediction of it is created. Source: Replicate's OpenAPI description.
 */
public sealed interface Target {

    /** The path to POST to, below the API's base URL, e.g. {@code /predictions}. */
    String path();

    /** The body's {@code version}, present when the path doesn't say by itself what is run. */
    default Optional<String> version() {
        return Optional.empty();
    }

    /** What is run in one string, as a person would write it. */
    String label();

    /**
     * One version of a community model.
     *
     * @param model {@code owner/name}, or null when only the version's id is known
     * @param id    64 hexadecimal digits
     */
    record CommunityVersion(@Nullable String model, String id) implements Target {

        @Override
        public String path() {
            return "/predictions";
        }

        @Override
        public Optional<String> version() {
            return Optional.of(label());
        }

        @Override
        public String label() {
            return model == null ? id : model + ":" + id;
        }
    }

    /**
     * An official model, which has no version to choose.
     *
     * @param model {@code owner/name}
     */
    record OfficialModel(String model) implements Target {

        @Override
        public String path() {
            return "/models/" + model + "/predictions";
        }

        @Override
        public String label() {
            return model;
        }
    }

    /**
     * A deployment, which decides by itself which model it runs.
     *
     * @param name {@code owner/name}
     */
    record Deployment(String name) implements Target {

        @Override
        public String path() {
            return "/deployments/" + name + "/predictions";
        }

        @Override
        public String label() {
            return "deployment " + name;
        }
    }
}
