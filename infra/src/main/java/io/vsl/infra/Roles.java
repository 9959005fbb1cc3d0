package io.vsl.infra;

import java.util.List;
import java.util.stream.Stream;

/**
 * The role of each stage, stated once. The roles in AWS and docs/ROLES.md are made of it, and a test holds it against
 * what the routes and the application use.
 */
public final class Roles {

    private static final String DATABASE = "database-url";
    private static final String REDIS = "redis-url";
    private static final String TOKEN = "replicate-token";
    private static final String WEBHOOK = "webhook-secret";

    /** What the keys of outputs begin with; {@code metadata.json} is beside them. */
    static final List<String> MEDIA = List.of("images/", "videos/", "audio/");

    /** Stages that consume by the stage template: each has a retry and a dead-letter topic. */
    private static final List<String> CONSUMING = List.of("admit", "generate", "settle", "store", "cancel", "conclude",
            "sink-postgres", "sink-redis", "sink-dynamodb");

    private static final String[] EVENTS = {"job.accepted", "job.started", "job.generated", "job.completed"};

    private static final List<String> TOPICS = Stream.concat(
            Stream.concat(Stream.of("job.requested", "attempt.requested", "prediction.reported", "outcome.proposed",
                    "job.cancel-requested"), Stream.of(EVENTS)),
            CONSUMING.stream().flatMap(stage -> Stream.of(stage + ".retry", stage + ".dead-letter"))).toList();

    /** In the order of the README. Every process needs the database to be ready. */
    public static final List<StageRole> ALL = List.of(
            StageRole.of("setup").creates(TOPICS)
                    .table("DescribeTable", "DescribeTimeToLive")
                    .bucket("ListBucket")
                    .secrets(DATABASE, "operator-key"),
            StageRole.of("submit")
                    .reads("job.requested", "job.accepted", "attempt.requested")
                    .writes("job.requested")
                    .watches("admit", "admit-retry", "generate", "generate-retry")
                    .secrets(DATABASE, REDIS),
            consuming("admit", List.of("job.requested"), "job.accepted", "outcome.proposed")
                    .secrets(DATABASE),
            consuming("generate", List.of("job.accepted", "attempt.requested"),
                    "job.started", "outcome.proposed", "job.cancel-requested")
                    .secrets(DATABASE, REDIS, TOKEN, WEBHOOK),
            StageRole.of("webhook").writes("prediction.reported")
                    .secrets(DATABASE, WEBHOOK),
            consuming("settle", List.of("prediction.reported"),
                    "job.generated", "outcome.proposed", "attempt.requested")
                    .secrets(DATABASE, WEBHOOK),
            // Without ListBucket S3 answers 403, not 404, for metadata.json of a job that isn't stored yet.
            consuming("store", List.of("job.generated"), "outcome.proposed")
                    .joins("store", "store-retry")
                    .bucket("ListBucket")
                    .objects(Stream.concat(MEDIA.stream(), Stream.of("temp/")).toList(), "GetObject", "PutObject")
                    .secrets(DATABASE),
            consuming("cancel", List.of("job.cancel-requested"), "outcome.proposed")
                    .joins("cancel", "cancel-retry")
                    .secrets(DATABASE, TOKEN),
            consuming("conclude", List.of("outcome.proposed"), "job.completed")
                    .secrets(DATABASE),
            consuming("sink-postgres", List.of(EVENTS)).secrets(DATABASE),
            consuming("sink-redis", List.of(EVENTS)).secrets(DATABASE, REDIS),
            consuming("sink-dynamodb", List.of(EVENTS)).table("PutItem").secrets(DATABASE),
            StageRole.of("poller")
                    .writes("prediction.reported", "job.started", "outcome.proposed", "attempt.requested",
                            "job.cancel-requested")
                    .secrets(DATABASE, TOKEN, WEBHOOK),
            StageRole.of("status").writes("job.cancel-requested")
                    .reads("job.requested")
                    .watches("admit", "admit-retry")
                    .table("GetItem")
                    .objects(MEDIA, "GetObject")
                    .secrets(DATABASE, REDIS),
            StageRole.of("admin")
                    .reads(TOPICS.toArray(String[]::new))
                    .writes(Stream.concat(Stream.of("attempt.requested"), CONSUMING.stream().map(it -> it + ".retry"))
                            .toArray(String[]::new))
                    .watches(CONSUMING.stream().flatMap(it -> Stream.of(it, it + "-retry")).toArray(String[]::new))
                    .table("BatchGetItem", "BatchWriteItem", "Scan")
                    .secrets(DATABASE, REDIS));

    private Roles() {
    }

    private static StageRole consuming(String stage, List<String> inputs, String... outputs) {
        return StageRole.of(stage)
                .reads(Stream.concat(inputs.stream(), Stream.of(stage + ".retry")).toArray(String[]::new))
                .writes(Stream.concat(Stream.of(outputs), Stream.of(stage + ".retry", stage + ".dead-letter"))
                        .toArray(String[]::new))
                .joins(stage);
    }

    /** As a page for people. */
    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Roles

                Written by `./vsl infra roles`; don't edit. What each stage may do, and nothing else. A service has one IAM role,
                with what its stages may do together. Topics and groups are without their prefix. Who writes a topic is also granted `WriteDataIdempotently` on the cluster,
                everybody with Kafka `Connect`. Secrets are read by ECS when a task starts, by a role of that service's own.

                | stage | reads | writes | creates | groups | offsets of | DynamoDB | S3 | secrets |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (StageRole role : ALL) {
            page.append("| `").append(role.stage()).append("` |");
            for (List<String> cell : List.of(role.reads(), role.writes(), role.creates(), role.joins(), role.watches(),
                    role.table(), s3(role), role.secrets())) {
                page.append(cell.isEmpty() ? " |" : " `" + String.join("`, `", cell) + "` |");
            }
            page.append('\n');
        }
        return page.toString();
    }

    private static List<String> s3(StageRole role) {
        return Stream.concat(role.bucket().stream(), role.objects().stream()
                .map(it -> it + " of " + String.join(", ", role.prefixes()))).toList();
    }
}
