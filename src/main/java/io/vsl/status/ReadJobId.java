package io.vsl.status;

import io.vsl.platform.http.Problem;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** The jobId of the path. */
@Component("readJobId")
class ReadJobId {

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    public UUID read(@Header("jobId") String jobId) {
        if (!UUID_TEXT.matcher(jobId).matches()) {
            throw unknownJob();
        }
        return UUID.fromString(jobId);
    }

    static Problem unknownJob() {
        return Problem.of(404, "JOB_NOT_FOUND", "There is no such job of yours");
    }
}
