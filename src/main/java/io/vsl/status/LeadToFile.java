package io.vsl.status;

import io.vsl.job.Job;
import io.vsl.job.JobResult;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.aws.MediaLinks;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.QueryParameters;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** {@code GET /media/{jobId}/{file}}: leads to a link of a stored file that is made now, so that this one never ends. */
@Component("leadToFile")
class LeadToFile {

    private static final int FOUND = 302;

    private final MediaLinks links;

    LeadToFile(MediaLinks links) {
        this.links = links;
    }

    /** @throws Problem 400, 404 when the job has no such file, 409 when it has not ended yet, 410 when they are gone */
    public void lead(Exchange exchange) {
        Message message = exchange.getMessage();
        QueryParameters parameters = new QueryParameters(message);
        boolean isDownload = parameters.isSet("download");
        parameters.check();
        String link =
                link(message.getBody(JobSnapshot.class).job(), message.getHeader("file", String.class), isDownload);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, FOUND);
        message.setHeader("Location", link);
        message.setHeader("Cache-Control", "private, max-age=" + links.keptFor().toSeconds());
        message.setBody(new byte[0]);
    }

    private String link(Job job, String file, boolean isDownload) {
        if (!job.isTerminal()) {
            throw Problem.of(409, "JOB_NOT_COMPLETED", "The job is still running; its files come with its outcome");
        }
        JobResult result = job.result();
        if (result == null || !result.hasFile(file)) {
            throw Problem.of(404, "FILE_NOT_FOUND", "The job has no such file");
        }
        if (job.mediaDeletedAt() != null) {
            throw Problem.of(410, "MEDIA_DELETED", "The files of the job were deleted");
        }
        String key = result.s3Path() + "/" + file;
        return isDownload ? links.download(key, DownloadName.of(job, file)) : links.url(key);
    }
}
