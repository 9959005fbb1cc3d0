package io.vsl.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.MediaType;
import io.vsl.provider.ModelCard;
import java.net.URI;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Guesses what a model makes. Its output schema says no more than that there are files: {@code format: uri}. The endings of
 * its example's files tell, or the formats among which it lets one choose.
 */
final class GuessMedia {

    private static final String FORMAT = "output_format";

    private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "webp", "gif", "avif", "svg", "bmp", "tiff");
    private static final Set<String> VIDEOS = Set.of("mp4", "webm", "mov", "mkv", "avi");
    private static final Set<String> SOUNDS = Set.of("mp3", "wav", "flac", "ogg", "opus", "aac", "m4a");

    private GuessMedia() {}

    /**
     * What was guessed.
     *
     * @param why what tells it, for people
     */
    record Guess(MediaType mediaType, String why) {}

    /** Empty when nothing tells, or one thing says this and the other that. */
    static Optional<Guess> of(ModelCard card) {
        Optional<Guess> example = one(card.example().stream().map(GuessMedia::ending))
                .map(type -> new Guess(type, "as the files of its example end"));
        return example.isPresent()
                ? example
                : one(formats(card)).map(type -> new Guess(type, "as its " + FORMAT + " can be"));
    }

    private static Stream<String> formats(ModelCard card) {
        ObjectNode format = card.inputs().inputs().get(FORMAT);
        return format == null
                ? Stream.of()
                : StreamSupport.stream(format.path("enum").spliterator(), false).map(JsonNode::asText);
    }

    /** Of several kinds sound wins over the pictures beside it, as a spectrogram, and a video over its frames. */
    private static Optional<MediaType> one(Stream<String> endings) {
        EnumSet<MediaType> found = EnumSet.noneOf(MediaType.class);
        endings.forEach(ending -> ofEnding(ending).ifPresent(found::add));
        if (found.size() == 2) {
            found.remove(MediaType.IMAGE);
        }
        return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
    }

    private static Optional<MediaType> ofEnding(String ending) {
        String lower = ending.toLowerCase(Locale.ROOT);
        if (IMAGES.contains(lower)) {
            return Optional.of(MediaType.IMAGE);
        }
        if (VIDEOS.contains(lower)) {
            return Optional.of(MediaType.VIDEO);
        }
        return SOUNDS.contains(lower) ? Optional.of(MediaType.AUDIO) : Optional.empty();
    }

    private static String ending(String link) {
        try {
            String path = String.valueOf(URI.create(link).getPath());
            return path.substring(path.lastIndexOf('.') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
