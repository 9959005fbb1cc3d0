package io.vsl.status;

import io.vsl.job.JobIds;
import io.vsl.platform.http.Problem;
import java.util.UUID;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** The jobId of the path. */
@Component("readJobId")
class ReadJobId {

    public UUID read(@Header("jobId") String jobId) {
        return JobIds.parse(jobId).orElseThrow(ReadJobId::unknownJob);
    }

    static Problem unknownJob() {
        return Problem.of(404, "JOB_NOT_FOUND", "There is no such job of yours");
    }
}
