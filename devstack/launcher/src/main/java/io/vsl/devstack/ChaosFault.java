package io.vsl.devstack;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/** One thing that goes wrong. */
sealed interface ChaosFault {

    /** When, counted from the first moment of the soak. */
    Duration at();

    /** Its kind, as it is counted. */
    String kind();

    /** How a process goes away. What is read-only is there, and answers, but takes no writes. */
    enum ServerFault {
        KILL,
        STOP,
        PAUSE,
        READ_ONLY
    }

    /**
     * A process goes away, for those who need it, and comes back.
     *
     * @param lasts how long it is away, without the time that it takes to come back
     */
    record Away(Duration at, Service service, ServerFault how, Duration lasts) implements ChaosFault {

        @Override
        public String kind() {
            return how.name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + service.id();
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

    /** A record that is not what its topic is for stands in a topic. */
    record Poisoned(Duration at, String topic, Poison poison) implements ChaosFault {

        @Override
        public String kind() {
            return "poison " + topic;
        }
    }

    /**
     * A request for a job is written to Kafka within a transaction.
     *
     * @param job    the record's key
     * @param number of the order; below 0, as it is none of the plan's
     * @param lasts  how long the transaction is open, with the request in it
     * @param aborts how it ends; otherwise it is committed, and the job is promised from then on
     */
    record Transaction(Duration at, UUID job, int number, Duration lasts, boolean aborts) implements ChaosFault {

        @Override
        public String kind() {
            return aborts ? "aborted transaction" : "open transaction";
        }
    }

    /**
     * Replicate's webhook secret is replaced by another.
     *
     * @param known whether the processes of the application know the new one before it is used; otherwise after it
     * @param lasts how long webhooks are signed with a secret that no process knows, where it isn't known
     */
    record Rotation(Duration at, boolean known, Duration lasts) implements ChaosFault {

        @Override
        public String kind() {
            return known ? "rotation" : "rotation, learned late";
        }
    }

    /** A topic gets more partitions. */
    record Growth(Duration at, String topic, int by) implements ChaosFault {

        @Override
        public String kind() {
            return "growth " + topic;
        }
    }
}
