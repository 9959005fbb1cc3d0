package io.vsl.bench.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /generate-media} and {@code GET /status/{jobId}} do, by hand: the key is checked, the request counted and
 * checked against its model, its record made, the job shown in Redis, a line logged, and the same answered as by the
 * application. Whoever uses it brings the threads, and sends what is made here.
 */
final class JobApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> FIELDS =
            Set.of("userId", "mediaType", "modelId", "parameters", "prompt", "webhookUrl", "metadata");

    private static final LogLines LOG = new LogLines();

    private static final int MANY = 1_000_000_000;

    /** KEYS: windows; ARGV: limit and seconds of each. */
    private static final String COUNT = """
            local answer = {1}
            for i, key in ipairs(KEYS) do
              local count = tonumber(redis.call('GET', key) or '0')
              if count >= tonumber(ARGV[2 * i - 1]) then answer[1] = 0 end
            end
            for i, key in ipairs(KEYS) do
              local count = redis.call('INCR', key)
              if count == 1 then redis.call('EXPIRE', key, ARGV[2 * i]) end
              answer[2 * i], answer[2 * i + 1] = count, redis.call('PTTL', key)
            end
            return answer
            """;

    /** KEYS: the job's snapshot and the mark that it has ended; ARGV: snapshot, seconds to live. */
    private static final String SHOW = """
            if redis.call('EXISTS', KEYS[1]) == 1 or redis.call('EXISTS', KEYS[2]) == 1 then return end
            redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
            """;

    private final JsonNode models;
    private final Map<String, String> users;
    private final String topic;
    private final String count;
    private final String show;
    private final Links links;

    /** @param redis for this alone: the scripts are loaded */
    JobApi(RedisAsyncCommands<String, String> redis, Clients clients) throws Exception {
        this.models = JSON.readTree(Path.of("config/models.json").toFile());
        this.users = users(clients);
        this.topic = System.getenv("TOPIC");
        this.count = redis.scriptLoad(COUNT).get();
        this.show = redis.scriptLoad(SHOW).get();
        this.links = new Links(clients);
    }

    /** An answer that is no job. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        final int status;

        Refused(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }
    }

    /** A request that is in order. */
    record Taken(String jobId, ObjectNode job, ProducerRecord<byte[], byte[]> record) {}

    /** How a user stands after a request. */
    record Standing(long limit, long remaining, long reset) {}

    private static Map<String, String> users(Clients clients) throws SQLException {
        Map<String, String> users = new HashMap<>();
        try (Connection postgres = clients.connect();
                Statement statement = postgres.createStatement();
                ResultSet keys =
                        statement.executeQuery("SELECT key_sha256, user_id FROM api_keys WHERE revoked_at IS NULL")) {
            while (keys.next()) {
                users.put(keys.getString(1), keys.getString(2));
            }
        }
        return users;
    }

    String user(@Nullable String key) {
        String user = key == null ? null : users.get(sha256(key));
        if (user == null) {
            throw new Refused(401, "The key in X-API-Key is not valid");
        }
        return user;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    RedisFuture<List<Object>> count(RedisAsyncCommands<String, String> redis, String user) {
        String key = "ratelimit:user:" + user;
        return redis.evalsha(
                count,
                ScriptOutputType.MULTI,
                new String[] {key + ":hour", key + ":day"},
                Integer.toString(MANY),
                "3600",
                Integer.toString(MANY),
                "86400");
    }

    static Standing standing(List<Object> counted) {
        long hour = MANY - (Long) counted.get(1);
        long day = MANY - (Long) counted.get(3);
        long ends = hour <= day ? (Long) counted.get(2) : (Long) counted.get(4);
        if ((Long) counted.get(0) != 1) {
            throw new Refused(429, "Your requests for now are used up");
        }
        return new Standing(
                MANY, Math.max(0, Math.min(hour, day)), Instant.now().getEpochSecond() + ends / 1000 + 1);
    }

    Taken take(byte[] body, String user) {
        JsonNode read;
        try {
            read = JSON.readTree(body);
        } catch (IOException e) {
            throw new Refused(400, "The request is not JSON");
        }
        if (!(read instanceof ObjectNode request)) {
            throw new Refused(400, "The request must be a JSON object");
        }
        request.fieldNames().forEachRemaining(name -> require(FIELDS.contains(name), name));
        JsonNode model = models.path(request.path("mediaType").asText())
                .path(request.path("modelId").asText());
        require(model.isObject(), "modelId");
        require(user.equals(request.path("userId").asText(user)), "userId");
        require(request.path("metadata").toString().length() <= 2048, "metadata");
        ObjectNode parameters = request.withObject("/parameters").deepCopy();
        if (request.has("prompt")) {
            parameters.set("prompt", request.get("prompt"));
        }
        parameters
                .properties()
                .forEach(parameter -> require(
                        fits(model.path("supportedParams").path(parameter.getKey()), parameter.getValue()),
                        parameter.getKey()));
        require(parameters.has("prompt"), "prompt");
        return taken(request, parameters, model, user);
    }

    private static void require(boolean holds, String field) {
        if (!holds) {
            throw new Refused(400, field + " is not allowed");
        }
    }

    private static boolean fits(JsonNode spec, JsonNode value) {
        if (spec.has("enum")) {
            for (JsonNode allowed : spec.get("enum")) {
                if (allowed.equals(value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (spec.path("type").asText()) {
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" ->
                value.isIntegralNumber()
                        && value.asLong() >= spec.path("minimum").asLong(Long.MIN_VALUE)
                        && value.asLong() <= spec.path("maximum").asLong(Long.MAX_VALUE);
            default -> false;
        };
    }

    private Taken taken(ObjectNode request, ObjectNode parameters, JsonNode model, String user) {
        UUID id = uuidV7();
        String jobId = id.toString();
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        int outputs = parameters.path(model.path("outputs").asText()).asInt(1);
        ObjectNode job = JSON.createObjectNode()
                .put("jobId", jobId)
                .put("userId", user)
                .put("mediaType", request.path("mediaType").asText())
                .put("modelId", request.path("modelId").asText())
                .put("status", "pending")
                .put("createdAt", now)
                .put("estimatedTime", model.path("estimatedTime").asInt())
                .put("estimatedCost", model.path("pricing").path("usd").asDouble() * outputs);
        job.set("parameters", parameters);
        job.set("metadata", request.path("metadata"));
        RecordHeaders headers = new RecordHeaders();
        header(headers, "ce_specversion", "1.0");
        header(headers, "ce_id", jobId + "/requested");
        header(headers, "ce_type", "vsl.job.requested");
        header(headers, "ce_source", "/vsl");
        header(headers, "ce_time", now);
        header(headers, "ce_subject", jobId);
        header(headers, "content-type", "application/json");
        return new Taken(
                jobId,
                job,
                new ProducerRecord<>(
                        topic,
                        null,
                        null,
                        jobId.getBytes(StandardCharsets.US_ASCII),
                        bytes(request.put("userId", user)),
                        headers));
    }

    private static void header(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 9562, section 5.7. */
    private static UUID uuidV7() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(1 << 12),
                random.nextLong() >>> 2 | 0x8000_0000_0000_0000L);
    }

    RedisFuture<Object> show(RedisAsyncCommands<String, String> redis, Taken taken) {
        ObjectNode snapshot = JSON.createObjectNode().put("version", 0);
        snapshot.setAll(taken.job());
        return redis.evalsha(
                show,
                ScriptOutputType.STATUS,
                new String[] {"job:status:" + taken.jobId(), "job:ended:" + taken.jobId()},
                text(snapshot),
                "86400");
    }

    /** Logs it, too. */
    byte[] accepted(Taken taken) {
        JsonNode job = taken.job();
        ObjectNode line = JSON.createObjectNode()
                .put("timestamp", Instant.now().toString())
                .put("message", "Job accepted")
                .put("logger", JobApi.class.getName())
                .put("thread", Thread.currentThread().getName())
                .put("level", "INFO")
                .put("action", "submit");
        for (String field : List.of("jobId", "userId", "mediaType", "modelId")) {
            line.set(field, job.get(field));
        }
        LOG.write(bytes(line));
        ObjectNode answer = JSON.createObjectNode();
        for (String field : List.of("jobId", "status", "estimatedTime", "estimatedCost")) {
            answer.set(field, job.get(field));
        }
        return bytes(answer.put("message", "The job is accepted; follow it at the Location"));
    }

    static RedisFuture<List<KeyValue<String, String>>> find(RedisAsyncCommands<String, String> redis, String jobId) {
        return redis.mget("job:status:" + UUID.fromString(jobId), "job:remembered-since");
    }

    /** With links to its files. */
    byte[] view(List<KeyValue<String, String>> found, String user) {
        ObjectNode job;
        try {
            job = (ObjectNode) JSON.readTree(found.get(0).getValueOrElse("{}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!user.equals(job.path("userId").asText())) {
            throw new Refused(404, "There is no such job of yours");
        }
        job.remove("version");
        ObjectNode result = (ObjectNode) job.get("result");
        String folder = result.path("s3Path").asText();
        for (JsonNode output : result.path("outputs")) {
            link((ObjectNode) output, folder);
        }
        result.setAll((ObjectNode) result.path("outputs").get(0));
        return bytes(job);
    }

    private void link(ObjectNode output, String folder) {
        output.put("originalUrl", links.url(folder + "/" + output.remove("file").asText()));
        if (output.hasNonNull("thumbnail")) {
            output.put(
                    "thumbnailUrl",
                    links.url(folder + "/" + output.remove("thumbnail").asText()));
        }
        output.put("s3Path", folder);
    }

    static byte[] problem(Refused refused, String path) {
        return bytes(JSON.createObjectNode()
                .put("status", refused.status)
                .put("detail", refused.getMessage())
                .put("error", refused.getMessage())
                .put("instance", path));
    }

    private static byte[] bytes(JsonNode value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonNode value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
