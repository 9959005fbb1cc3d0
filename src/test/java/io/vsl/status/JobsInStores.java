package io.vsl.status;

import io.vsl.stores.DynamodbJobs;
import io.vsl.testing.Application;
import io.vsl.testing.Devstack;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A job in the two stores that keep it. */
final class JobsInStores {

    private JobsInStores() {}

    /** Waits until they have its outcome. */
    static void await(Application application, UUID jobId) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> application
                                .bean(JdbcClient.class)
                                .sql("SELECT count(*) FROM jobs WHERE job_id = :id AND status = 'completed'")
                                .param("id", jobId)
                                .query(Integer.class)
                                .single()
                        == 1);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> application
                .bean(DynamoDbClient.class)
                .getItem(request -> request.tableName(Devstack.shared().get("DYNAMODB_TABLE"))
                        .key(application.bean(DynamodbJobs.class).key(jobId)))
                .item()
                .get("status")
                .s()
                .equals("completed"));
    }

    static void forgetInDynamodb(Application application, UUID jobId) {
        application.bean(DynamoDbClient.class).deleteItem(request -> request.tableName(
                        Devstack.shared().get("DYNAMODB_TABLE"))
                .key(application.bean(DynamodbJobs.class).key(jobId)));
    }
}
