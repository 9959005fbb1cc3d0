package io.vsl.platform.stage;

import io.vsl.platform.kafka.Consumed;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * That what was made of a job's files is to be made again, with the settings of now: a header on a record that the stage
 * {@code render} takes up again. Nothing else follows from such a record.
 */
public final class Remake {

    /** The one stage that makes anything of files. */
    public static final String STAGE = "render";

    private static final String HEADER = "remake";

    private Remake() {}

    /** The same record with it. */
    public static Consumed of(Consumed record) {
        RecordHeaders headers = new RecordHeaders(record.headers());
        headers.remove(HEADER).add(HEADER, "true".getBytes(StandardCharsets.UTF_8));
        return new Consumed(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                headers);
    }

    public static boolean is(Consumed record) {
        return record.header(HEADER).isPresent();
    }
}
