package io.vsl.platform.log;

import io.vsl.job.Job;
import org.slf4j.spi.LoggingEventBuilder;

/** The fields of a line that is about a job. */
public final class JobFields {

    private JobFields() {}

    /** What is done, and the job with its user and its model. */
    public static LoggingEventBuilder of(Job job, String action, LoggingEventBuilder line) {
        return line.addKeyValue("action", action)
                .addKeyValue("jobId", job.jobId())
                .addKeyValue("userId", job.userId())
                .addKeyValue("mediaType", job.mediaType())
                .addKeyValue("modelId", job.modelId());
    }
}
