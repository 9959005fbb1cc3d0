package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One stored file of a job. File names are relative to {@link JobResult#s3Path()}.
 *
 * @param file  the original, e.g. {@code original.png}
 * @param place where it stood in the model's output, a JSON pointer, {@code /images/0}; empty when it was all of it; null
 *              of what older releases stored
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Output(
        String file,
        @Nullable String place,
        @JsonUnwrapped Derived derived,
        @JsonUnwrapped Content content,
        @JsonUnwrapped Measures measures,
        @JsonUnwrapped Traits traits) {

    public Output {
        Objects.requireNonNull(file, "file");
        Storable.requireText("place", place);
    }

    /**
     * What is made of a file, to be seen before it is opened. What isn't there is null: not made of this kind, or not of
     * this file, and then a {@link Warning} says why.
     *
     * @param thumbnail      a small JPEG of an image or a video
     * @param thumbnailError why there is no thumbnail of an image, in results of older releases
     * @param preview        a moving GIF of a video
     * @param previewWebp    the same as WebP
     * @param waveform       a PNG of a sound
     * @param peaks          of a sound, for players: the JSON of BBC's audiowaveform
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Derived(
            @Nullable String thumbnail,
            @Nullable String thumbnailError,
            @Nullable String preview,
            @Nullable String previewWebp,
            @Nullable String waveform,
            @Nullable String peaks) {

        public static final Derived NONE = new Derived(null, null, null, null, null, null);
    }

    /**
     * The bytes.
     *
     * @param contentType  what it is, by its bytes, otherwise by what was said of it; {@code application/octet-stream}
     *                     when nobody knows
     * @param declaredType what its host said it is, when that is another kind of media or format; null when it isn't
     * @param fileSize     bytes of the original
     * @param sha256       of the original, 64 hexadecimal digits
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Content(String contentType, @Nullable String declaredType, long fileSize, String sha256) {

        public Content {
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(sha256, "sha256");
            Storable.requireText("declaredType", declaredType);
        }
    }

    /**
     * How large, long and fast it is, as it is shown.
     *
     * @param duration seconds; of what moves or sounds
     * @param width    pixels, turned as the file asks and of the shape it asks for; of what is seen
     * @param height   as width
     * @param fps      frames per second on average; of what moves
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Measures(
            @Nullable BigDecimal duration,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable BigDecimal fps) {

        public static final Measures NONE = new Measures(null, null, null, null);

        public Measures {
            Storable.requireAmount("duration", duration);
            Storable.requireAmount("fps", fps);
        }
    }

    /**
     * What else is known of it.
     *
     * @param codec       of the picture, or of the sound where there is none, as ffmpeg calls it: {@code h264}
     * @param audioCodec  of a video's sound: {@code aac}
     * @param bitRate     bits a second, of all that moves or sounds together
     * @param channels    of the sound
     * @param sampleRate  of the sound, in Hz
     * @param loudness    of the sound, integrated, in LUFS (EBU R 128); null of silence and of what is under 400 ms
     * @param transparent of an image: whether something shines through
     * @param animated    of an image: whether it moves
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Traits(
            @Nullable String codec,
            @Nullable String audioCodec,
            @Nullable Long bitRate,
            @Nullable Integer channels,
            @Nullable Integer sampleRate,
            @Nullable BigDecimal loudness,
            @Nullable Boolean transparent,
            @Nullable Boolean animated) {

        public static final Traits NONE = new Traits(null, null, null, null, null, null, null, null);

        public Traits {
            Storable.requireText("codec", codec);
            Storable.requireText("audioCodec", audioCodec);
            Storable.requireAmount("loudness", loudness);
        }
    }

    public @Nullable String thumbnail() {
        return derived.thumbnail();
    }

    /** The names of the file and of all that is made of it. */
    Stream<String> files() {
        return Stream.of(
                        file,
                        derived.thumbnail(),
                        derived.preview(),
                        derived.previewWebp(),
                        derived.waveform(),
                        derived.peaks())
                .filter(Objects::nonNull);
    }

    public String contentType() {
        return content.contentType();
    }
}
