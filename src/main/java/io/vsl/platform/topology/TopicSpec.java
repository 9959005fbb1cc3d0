package io.vsl.platform.topology;

import org.jspecify.annotations.Nullable;

/**
 * A topic. Its key is the job's id.
 *
 * @param name   without the prefix
 * @param others what others than VSL may do with it; null: it is not for them
 * @param holds  what a record says, for the docs
 */
public record TopicSpec(String name, @Nullable Others others, String holds) {

    /** What clients of any language do with a public topic. */
    public enum Others {
        WRITE,
        READ
    }
}
