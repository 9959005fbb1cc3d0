package io.vsl.status;

import io.vsl.job.JobIds;
import io.vsl.platform.http.Problem;
import io.vsl.platform.security.Caller;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** The caller's search for the job of the path begins. */
@Component("readJobId")
class ReadJobId {

    /** @throws Problem 404 when that is no id */
    public Lookup read(@Header("jobId") String jobId, @ExchangeProperty("caller") Caller caller) {
        return Lookup.of(JobIds.parse(jobId).orElseThrow(ReadJobId::unknownJob), caller);
    }

    static Problem unknownJob() {
        return Problem.of(404, "JOB_NOT_FOUND", "There is no such job of yours");
    }
}
