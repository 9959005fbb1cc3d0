package io.vsl.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobGenerated;
import io.vsl.job.JobStored;
import io.vsl.job.Output;
import io.vsl.platform.objects.FoundObject;
import io.vsl.platform.objects.JsonFile;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What became of the files of a job comes together, over as many tries as it takes, and ends as {@code stored.json}. */
@Component("collectFiles")
public class CollectFiles {

    /** So that it is a record that its topic takes, and the outcome too, with what is made of the files. */
    private static final int LARGEST = 2 << 20;

    private final ObjectMapper json;
    private final Clock clock;

    CollectFiles(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** @throws NotYet when its poll has too little time left for it */
    public StoredSoFar begin(StoreTask task) throws NotYet {
        task.requireTime();
        return StoredSoFar.none(task);
    }

    /**
     * With what an earlier try has stored.
     *
     * @throws Exception when S3 is away
     */
    public StoredSoFar goOn(StoredSoFar stored, FoundObject progress) throws Exception {
        return switch (progress) {
            case FoundObject.There there -> stored.with(read(there.content()));
            case FoundObject.Absent absent -> stored;
            case FoundObject.Away away -> throw away.reason();
        };
    }

    private Map<Integer, Output> read(byte[] progress) throws IOException {
        return json.readValue(progress, new TypeReference<Map<Integer, Output>>() {});
    }

    /** @throws Exception when S3 is away */
    public StoredSoFar collect(StoredSoFar stored, List<FileEnd> ends) throws Exception {
        return stored.with(ends);
    }

    /** What a later try will take up: Replicate may not have it then. */
    public JsonFile progress(StoredSoFar stored) throws JsonProcessingException {
        return new JsonFile(stored.task().progressKey(), json.writeValueAsBytes(stored.outputs()));
    }

    /**
     * {@code stored.json}: that the files are there.
     *
     * @throws NotYet    when a file that isn't there may come yet
     * @throws CantStore when there is none
     */
    public JsonFile stored(StoredSoFar stored) throws IOException {
        stored.requireAll();
        JobGenerated generated = stored.task().generated();
        byte[] event = json.writeValueAsBytes(new JobStored(
                generated.job(),
                generated.attempt(),
                MakeResult.of(stored),
                clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        if (event.length > LARGEST) {
            throw new CantStore(
                    ErrorCode.OUTPUT_REJECTED, "has too many files for one record: %d bytes".formatted(event.length));
        }
        return new JsonFile(stored.task().storedKey(), event);
    }
}
