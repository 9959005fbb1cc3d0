package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a job makes. Written in lower case everywhere outside Java. */
public enum MediaType {
    IMAGE,
    VIDEO,
    AUDIO;

    /** {@code image}, {@code video} or {@code audio}. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value();
    }

    /** That of a content type such as {@code video/mp4}; empty when it is none of the three. */
    public static Optional<MediaType> ofContent(String contentType) {
        return Arrays.stream(values())
                .filter(type -> contentType.startsWith(type.value() + "/"))
                .findFirst();
    }

    /**
     * The media type of that exact lower-case name.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static MediaType of(String value) {
        for (MediaType type : values()) {
            if (type.value().equals(value)) {
                return type;
            }
        }
        throw new IllegalArgumentException("must be one of image, video, audio");
    }
}
