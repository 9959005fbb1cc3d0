package io.vsl.sinks;

import io.vsl.platform.aws.JobItems;
import org.springframework.stereotype.Component;

/** Writes the newest snapshot of each job of a poll to DynamoDB. */
@Component("writeDynamodb")
class WriteDynamodb {

    private final JobItems items;

    WriteDynamodb(JobItems items) {
        this.items = items;
    }

    public void write(Fold fold) {
        items.putAll(fold.snapshots());
    }
}
