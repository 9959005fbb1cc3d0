package io.vsl.erase;

import io.vsl.job.MediaType;
import io.vsl.platform.postgres.Columns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A look for files that were kept for long enough, as expired.sql takes it.
 *
 * @param kept  for how long, of each type that has a retention
 * @param limit jobs at most
 * @param lease seconds for which a job that is taken is no other process's
 */
public record Round(Map<MediaType, Duration> kept, int limit, long lease) {

    public @Nullable String[] mediaTypes() {
        return Columns.texts(List.copyOf(kept.keySet()), MediaType::value);
    }

    public long[] seconds() {
        return Columns.longs(List.copyOf(kept.values()), Duration::toSeconds);
    }
}
