package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.util.Objects;
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
        @JsonUnwrapped Preview preview,
        @JsonUnwrapped Content content,
        @JsonUnwrapped Measures measures) {

    public Output {
        Objects.requireNonNull(file, "file");
        Storable.requireText("place", place);
    }

    /**
     * What is made of a file to be looked at.
     *
     * @param thumbnail      a small JPEG of it; null when there is none
     * @param thumbnailError why there is no thumbnail of an image; null when there is one, or none is made of this kind
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Preview(
            @Nullable String thumbnail, @Nullable String thumbnailError) {

        public static final Preview NONE = new Preview(null, null);
    }

    /**
     * The bytes.
     *
     * @param contentType what it is, by its bytes, otherwise by what was said of it; {@code application/octet-stream} when
     *                    nobody knows
     * @param fileSize    bytes of the original
     * @param sha256      of the original, 64 hexadecimal digits
     */
    public record Content(String contentType, long fileSize, String sha256) {

        public Content {
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    /**
     * What is seen and heard.
     *
     * @param duration seconds; video and audio only
     * @param width    pixels; image and video only
     * @param height   pixels; image and video only
     * @param fps      frames per second; video only
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Measures(
            @Nullable BigDecimal duration,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable BigDecimal fps) {

        public Measures {
            Storable.requireAmount("duration", duration);
            Storable.requireAmount("fps", fps);
        }
    }

    public @Nullable String thumbnail() {
        return preview.thumbnail();
    }

    public String contentType() {
        return content.contentType();
    }
}
