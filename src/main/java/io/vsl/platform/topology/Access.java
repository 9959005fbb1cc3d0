package io.vsl.platform.topology;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a stage may do; everything else is denied. Names are without their prefix.
 *
 * @param topics  by what it may do with them
 * @param joins   consumer groups it is a member of
 * @param watches consumer groups whose offsets it looks at
 * @param uses    stores and secrets
 */
public record Access(String stage, ToTopics topics, List<String> joins, List<String> watches, StageSpec.Uses uses) {

    /** Every process needs the database to be ready. */
    private static final String DATABASE = "database-url";

    /** Topics. */
    public record ToTopics(List<String> reads, List<String> writes, List<String> creates) {}

    /** Parameters that are its environment. */
    public List<String> secrets() {
        return Stream.concat(Stream.of(DATABASE), uses.secrets().stream()).toList();
    }
}
