package io.vsl.status;

import io.vsl.job.JobIds;
import io.vsl.platform.http.Problem;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Leaves the jobId of the path as the exchange property {@code jobId}. */
@Component("readJobId")
class ReadJobId {

    public void read(@Header("jobId") String jobId, Exchange exchange) {
        exchange.setProperty("jobId", JobIds.parse(jobId).orElseThrow(ReadJobId::unknownJob));
    }

    static Problem unknownJob() {
        return Problem.of(404, "JOB_NOT_FOUND", "There is no such job of yours");
    }
}
