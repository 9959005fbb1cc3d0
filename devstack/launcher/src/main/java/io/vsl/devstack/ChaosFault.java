package io.vsl.devstack;

import java.time.Duration;
import java.util.Locale;

/** One thing that goes wrong. */
sealed interface ChaosFault {

    /** When, counted from the first moment of the soak. */
    Duration at();

    /** Its kind, as it is counted. */
    String kind();

    /** How a process goes away. */
    enum How { KILL, STOP, PAUSE }

    /**
     * A process goes away and comes back.
     *
     * @param lasts how long it is away, without the time that it takes to come back
     */
    record Away(Duration at, Service service, How how, Duration lasts) implements ChaosFault {

        @Override
        public String kind() {
            return how.name().toLowerCase(Locale.ROOT) + " " + service.id();
        }
    }

    /** Redis forgets everything. */
    record Flush(Duration at) implements ChaosFault {

        @Override
        public String kind() {
            return "flushall redis";
        }
    }

    /**
     * Replicate misbehaves.
     *
     * @param name of what it does, in a few words
     * @param rule a rule of the simulator, in JSON
     */
    record Replicate(Duration at, String name, String rule) implements ChaosFault {

        @Override
        public String kind() {
            return "replicate " + name;
        }
    }

    /** A record that nobody can read stands in a topic. */
    record Poisoned(Duration at, String topic, Poison poison) implements ChaosFault {

        @Override
        public String kind() {
            return "poison " + topic;
        }
    }
}
