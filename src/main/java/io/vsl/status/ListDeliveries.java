package io.vsl.status;

import io.vsl.delivery.DeliveryLog;
import io.vsl.delivery.DeliveryLog.Filter;
import io.vsl.delivery.DeliveryView;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.Reply;
import io.vsl.platform.postgres.Position;
import java.util.List;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** Who was told of a job's outcome, and what came back. */
@Component("listDeliveries")
class ListDeliveries {

    /** A request has one webhookUrl, and a user few endpoints. */
    private static final int MOST = 200;

    private final DeliveryLog log;

    ListDeliveries(DeliveryLog log) {
        this.log = log;
    }

    /** All of a job. */
    record All(List<DeliveryView> deliveries) {}

    /** @throws Problem 404 when the job is nobody's, which only an operator finds */
    public Reply list(@Body JobSnapshot found) {
        Job job = found.job();
        String userId = job.userId();
        if (userId == null) {
            throw ReadJobId.unknownJob();
        }
        return Reply.ok(new All(log.read(Filter.of(userId).withJob(job.jobId()), Position.FIRST, MOST)));
    }
}
