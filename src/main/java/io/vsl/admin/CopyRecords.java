package io.vsl.admin;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.stage.Retries;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;
import org.springframework.stereotype.Component;

/** Copies records of the log to the retry topic of a stage, which takes them up as if they came where they stood. */
@Component
class CopyRecords {

    private static final int AT_ONCE = 500;

    private final OpenLog openLog;
    private final Retries retries;
    private final PublishRecords publish;

    CopyRecords(OpenLog openLog, Retries retries, PublishRecords publish) {
        this.openLog = openLog;
        this.retries = retries;
        this.publish = publish;
    }

    /**
     * How to copy.
     *
     * @param dryRun only to count
     */
    record Options(boolean dryRun, long recordsPerSecond) {}

    /**
     * What was copied.
     *
     * @param read     from the log
     * @param chosen   of those
     * @param written  of those; none in a dry run
     * @param tooLarge to be written with where they stood beside them: these can't be replayed
     */
    record Copied(long read, long chosen, long written, long tooLarge) {

        static final Copied NOTHING = new Copied(0, 0, 0, 0);

        Copied plus(Copied other) {
            return new Copied(
                    read + other.read, chosen + other.chosen, written + other.written, tooLarge + other.tooLarge);
        }
    }

    /**
     * Copies what {@code choose} makes of the records of these ranges, in the log's order of each partition.
     *
     * @throws InterruptException when the thread is told to end
     */
    Copied copy(
            String stage,
            List<Range> ranges,
            Function<Consumed, Optional<Consumed>> choose,
            Options options,
            Progress progress) {
        Copying copying = new Copying(stage, options);
        try (LogReader log = openLog.open()) {
            log.read(ranges, records -> {
                copying.copy(
                        records.size(),
                        records.stream()
                                .flatMap(record -> choose.apply(record).stream())
                                .toList());
                progress.add(records.size());
            });
        }
        return copying.copied;
    }

    /** Copies these records. */
    Copied copy(String stage, List<Consumed> records, Options options) {
        Copying copying = new Copying(stage, options);
        copying.copy(records.size(), records);
        return copying.copied;
    }

    private final class Copying {

        private final String stage;
        private final Options options;
        private final Pace pace;
        private Copied copied = Copied.NOTHING;

        Copying(String stage, Options options) {
            this.stage = stage;
            this.options = options;
            this.pace = new Pace(options.recordsPerSecond());
        }

        void copy(int read, List<Consumed> chosen) {
            List<Outgoing> all =
                    chosen.stream().map(record -> retries.replay(stage, record)).toList();
            List<Outgoing> fit = all.stream().filter(Outgoing::fits).toList();
            if (!options.dryRun()) {
                write(fit);
            }
            copied = copied.plus(
                    new Copied(read, all.size(), options.dryRun() ? 0 : fit.size(), all.size() - fit.size()));
        }

        private void write(List<Outgoing> records) {
            int size = (int) Math.min(AT_ONCE, options.recordsPerSecond());
            for (int from = 0; from < records.size(); from += size) {
                List<Outgoing> some = records.subList(from, Math.min(records.size(), from + size));
                publish.publish(some);
                try {
                    pace.await(some.size());
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            }
        }
    }
}
