package io.vsl.store;

import io.vsl.testing.Application;
import io.vsl.testing.Log;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What Replicate says of predictions later on. */
final class Reports {

    private Reports() {}

    /** Of the job's prediction, which was reported before: its outputs are not there any more. */
    static ProducerRecord<byte[], byte[]> removed(Application application, String jobId) {
        ConsumerRecord<byte[], byte[]> told = Log.await(
                application.topic("prediction.reported"),
                Log.key(jobId).and(record -> Log.value(record).contains("\"succeeded\"")));
        String id = Log.value(told).replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        return new ProducerRecord<>(
                told.topic(),
                null,
                told.key(),
                "{\"id\":\"%s\",\"status\":\"succeeded\",\"output\":null,\"data_removed\":true}"
                        .formatted(id)
                        .getBytes(StandardCharsets.UTF_8),
                told.headers());
    }
}
