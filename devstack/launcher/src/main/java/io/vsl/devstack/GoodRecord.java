package io.vsl.devstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A record as it should be, of a job that nobody asked for, for poison to spoil. */
final class GoodRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String JOB = """
            {"jobId":"@job","status":"@status","mediaType":"image","modelId":"flux-schnell","userId":"user123",\
            "createdAt":"@now","estimatedTime":5,"estimatedCost":0.003,"metadata":{"a":"b"}""";
    private static final String ACCEPTED = job("pending", """
            "parameters":{"prompt":"a fox"},"prediction":{"path":"/models/black-forest-labs/flux-schnell/predictions",\
            "version":null,"input":{"prompt":"a fox"},"deadline":"PT30M"}""");

    private static final String COMPILATION =
            job("pending", """
            "parameters":{"jobIds":["@job","@job"],"transition":{"type":"crossfade","duration":1}},\
            "prediction":{"path":"/compilations","input":{},"provider":"vsl"}""").replace("\"image\"", "\"video\"").replace("flux-schnell", "compilation");

    private static final Map<String, String> OF_TOPIC = Map.of(
            "vsl.compilation.requested",
            COMPILATION,
            "vsl.job.requested",
            """
                    {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"a fox",\
                    "metadata":{"a":"b"},"parameters":{"num_outputs":1,"seed":7}}""",
            "vsl.job.cancel-requested",
            "{\"reason\":\"not needed\"}",
            "vsl.job.started",
            job("processing", """
                    "predictionId":"p-@job","attempt":1,"startedAt":"@now\""""),
            "vsl.job.generated",
            job("processing", """
                    "predictionId":"p-@job","attempt":1,"outputUrls":["https://example.org/x.png"],\
                    "missingOutputs":1,"generatedAt":"@now\""""),
            "vsl.job.stored",
            job("processing", """
                    "predictionId":"p-@job","attempt":1,"storedAt":"@now","stored":{"s3Path":"images/x","outputs":[\
                    {"file":"original.bin","contentType":"application/octet-stream","fileSize":5,"sha256":"00"}]}"""),
            "vsl.job.completed",
            job("completed", """
                    "completedAt":"@now","processingTime":1.5,"cost":0.003,"predictionId":"p-@job",\
                    "result":{"s3Path":"images/x","outputs":[{"file":"original.png","contentType":"image/png",\
                    "fileSize":5,"sha256":"00","width":8,"height":8}]}"""),
            "vsl.outcome.proposed",
            job("failed", """
                    "completedAt":"@now","processingTime":1.5,"error":{"code":"MODEL_ERROR","message":"no",\
                    "retryable":false}"""),
            "vsl.attempt.requested",
            "{\"jobId\":\"@job\",\"attempt\":2,\"cause\":\"again\"}",
            "vsl.prediction.reported",
            """
                    {"id":"p-@job","status":"succeeded","output":["https://example.org/x.png"],"error":null,\
                    "created_at":"@now","completed_at":"@now","metrics":{"predict_time":1.5}}""");

    private GoodRecord() {}

    /** @param topic one that stages read; a retry topic's are events of an accepted job */
    static ObjectNode of(String topic, UUID job) {
        String text = OF_TOPIC.getOrDefault(topic, topic.equals("vsl.compile.retry") ? COMPILATION : ACCEPTED)
                .replace("@job", job.toString())
                .replace("@now", Instant.now().toString());
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String job(String status, String more) {
        return JOB.replace("@status", status) + "," + more + "}";
    }
}
