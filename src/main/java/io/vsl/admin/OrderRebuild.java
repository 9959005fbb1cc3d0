package io.vsl.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobEventType;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.security.Caller;
import io.vsl.stores.JobStore;
import io.vsl.stores.JobStores;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** {@code POST /admin/rebuilds}: a sink is emptied and takes up the log from its beginning. */
@Component("orderRebuild")
class OrderRebuild {

    private final RunOperations operations;
    private final CopyRecords copyRecords;
    private final ReadCopyOptions readCopyOptions;
    private final JobStores stores;
    private final OpenLog openLog;
    private final Topics topics;
    private final ObjectMapper json;

    OrderRebuild(
            RunOperations operations,
            CopyRecords copyRecords,
            ReadCopyOptions readCopyOptions,
            JobStores stores,
            OpenLog openLog,
            Topics topics,
            ObjectMapper json) {
        this.operations = operations;
        this.copyRecords = copyRecords;
        this.readCopyOptions = readCopyOptions;
        this.stores = stores;
        this.openLog = openLog;
        this.topics = topics;
        this.json = json;
    }

    public Started order(@Body byte[] body, @ExchangeProperty("caller") Caller caller) {
        BodyFields fields = BodyFields.of(body, json);
        CopyRecords.Options options = readCopyOptions.read(fields);
        fields.require("sink");
        String sink = fields.oneOf("sink", stores.stages());
        fields.check();
        JobStore chosen = stores.of(Objects.requireNonNull(sink));
        return operations.start(
                OperationKind.REBUILD, caller, fields.object(), progress -> rebuild(chosen, options, progress));
    }

    private CopyRecords.Copied rebuild(JobStore store, CopyRecords.Options options, Progress progress) {
        if (!options.dryRun()) {
            store.clear();
        }
        // As of after it was emptied: what the sink had taken up by then is gone from it.
        List<Range> ranges = ranges();
        progress.expect(ranges.stream().mapToLong(Range::size).sum());
        // The last first. Where an ended job is soon forgotten, none shows up as open meanwhile, nor with files that
        // are gone.
        String deletions = topics.of(JobEventType.MEDIA_DELETED);
        String outcomes = topics.of(JobEventType.COMPLETED);
        return Stream.<Predicate<String>>of(
                        deletions::equals,
                        outcomes::equals,
                        topic -> !topic.equals(deletions) && !topic.equals(outcomes))
                .map(some -> copy(
                        store.stage(),
                        ranges.stream()
                                .filter(range -> some.test(range.topic()))
                                .toList(),
                        options,
                        progress))
                .reduce(CopyRecords.Copied::plus)
                .orElseThrow();
    }

    private List<Range> ranges() {
        try (LogReader log = openLog.open()) {
            return log.ranges(topics.events());
        }
    }

    private CopyRecords.Copied copy(String stage, List<Range> ranges, CopyRecords.Options options, Progress progress) {
        return copyRecords.copy(stage, ranges, Optional::of, options, progress);
    }
}
