package io.vsl.provider;

import java.net.URI;

/**
 * What a provider says of the models it has, for people who write models.json; no stage asks. Nothing here does I/O:
 * requests are made and answers read.
 */
public interface Catalogue {

    /** As models.json has it. */
    String name();

    /** As people are told of it. */
    String title();

    /**
     * Where people read of a model what no program is told, as its price.
     *
     * @param model {@code owner/name}
     */
    String page(String model);

    /** What the path of a request stands below, without a slash at the end. */
    URI apiUrl();

    /**
     * Asks for a model as it is today.
     *
     * @param model {@code owner/name}
     */
    Request model(String model);

    /** What came of {@link #model}. */
    Told<ModelCard> readModel(String model, Reply reply);

    /**
     * Asks for one version of a model.
     *
     * @param model {@code owner/name}
     * @param id    of the version
     */
    Request version(String model, String id);

    /** What came of {@link #version}. */
    Told<ModelInputs> readVersion(String model, String id, Reply reply);
}
