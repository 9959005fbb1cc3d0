package io.vsl.models;

import io.vsl.job.MediaType;
import io.vsl.job.ProviderNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** All models there are at one moment. Immutable. */
public final class Models {

    private final List<Model> all;
    private final String fingerprint;

    private Models(List<Model> all, String fingerprint) {
        this.all = List.copyOf(all);
        this.fingerprint = fingerprint;
    }

    /**
     * Reads the text of a models.json; docs/MODELS.md has its form.
     *
     * @param source where the text is from, to be named in faults
     * @throws InvalidModels naming every fault there is
     */
    public static Models parse(String json, String source) {
        return parse(json, source, ProviderNames.DEFAULT);
    }

    /** The same, where others make media too. */
    public static Models parse(String json, String source, ProviderNames providers) {
        return new Models(new ReadModels(source, providers).read(json), fingerprintOf(json));
    }

    public Optional<Model> find(MediaType mediaType, String modelId) {
        return all.stream()
                .filter(model ->
                        model.mediaType() == mediaType && model.modelId().equals(modelId))
                .findFirst();
    }

    /** What a model makes. A model id stands for one model whatever the media type. */
    public Optional<MediaType> mediaTypeOf(String modelId) {
        return all.stream()
                .filter(model -> model.modelId().equals(modelId))
                .map(Model::mediaType)
                .findFirst();
    }

    /** In the file's order. */
    public List<Model> all() {
        return all;
    }

    /** SHA-256 of the text that they were read from, in hexadecimal. */
    public String fingerprint() {
        return fingerprint;
    }

    static String fingerprintOf(String json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
