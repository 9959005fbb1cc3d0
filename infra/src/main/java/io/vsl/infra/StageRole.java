package io.vsl.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What one stage may do in AWS; everything else is denied. Names are without the deployment's own: topics and groups
 * without their prefix, parameters without {@code /vsl/<deployment>/}.
 *
 * @param stage   as {@code VSL_STAGES} names it
 * @param reads   topics it reads
 * @param writes  topics it writes
 * @param creates topics it creates
 * @param joins   consumer groups it is a member of
 * @param watches consumer groups whose offsets it looks at
 * @param table   actions on the table of jobs, without {@code dynamodb:}
 * @param bucket  actions on the bucket itself, without {@code s3:}
 * @param objects actions on objects in it, without {@code s3:}
 * @param prefixes what the keys of those objects begin with
 * @param secrets parameters that are its environment; ECS reads them, not the stage
 */
public record StageRole(String stage, List<String> reads, List<String> writes, List<String> creates, List<String> joins,
        List<String> watches, List<String> table, List<String> bucket, List<String> objects,
        List<String> prefixes, List<String> secrets) {

    /** One statement of a policy: these actions on these resources. */
    public record Grant(List<String> actions, Kind kind, List<String> names) {
    }

    /** What a grant is about. */
    public enum Kind {
        CLUSTER, TOPIC, GROUP, TABLE, BUCKET, OBJECTS
    }

    static StageRole of(String stage) {
        return new StageRole(stage, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of());
    }

    /** What these stages may do together, under that name. */
    static StageRole union(String name, List<String> stages) {
        List<StageRole> roles = Roles.ALL.stream().filter(it -> stages.contains(it.stage())).toList();
        return new StageRole(name, all(roles, StageRole::reads), all(roles, StageRole::writes),
                all(roles, StageRole::creates), all(roles, StageRole::joins), all(roles, StageRole::watches),
                all(roles, StageRole::table), all(roles, StageRole::bucket), all(roles, StageRole::objects),
                all(roles, StageRole::prefixes), all(roles, StageRole::secrets));
    }

    private static List<String> all(List<StageRole> roles, Function<StageRole, List<String>> part) {
        return roles.stream().flatMap(it -> part.apply(it).stream()).distinct().toList();
    }

    /** The topics whose lag is work that waits: not what is to be retried, nor what waits for its time. */
    List<String> worksOn() {
        return joins.isEmpty() ? List.of()
                : reads.stream().filter(it -> !it.endsWith(".retry") && !it.startsWith("delay.")).toList();
    }

    StageRole reads(String... topics) {
        return new StageRole(stage, List.of(topics), writes, creates, joins, watches, table, bucket, objects, prefixes,
                secrets);
    }

    StageRole writes(String... topics) {
        return new StageRole(stage, reads, List.of(topics), creates, joins, watches, table, bucket, objects, prefixes,
                secrets);
    }

    StageRole creates(List<String> topics) {
        return new StageRole(stage, reads, writes, topics, joins, watches, table, bucket, objects, prefixes,
                secrets);
    }

    StageRole joins(String... groups) {
        return new StageRole(stage, reads, writes, creates, List.of(groups), watches, table, bucket, objects, prefixes,
                secrets);
    }

    StageRole watches(String... groups) {
        return new StageRole(stage, reads, writes, creates, joins, List.of(groups), table, bucket, objects, prefixes,
                secrets);
    }

    StageRole table(String... actions) {
        return new StageRole(stage, reads, writes, creates, joins, watches, List.of(actions), bucket, objects, prefixes,
                secrets);
    }

    StageRole bucket(String... actions) {
        return new StageRole(stage, reads, writes, creates, joins, watches, table, List.of(actions), objects, prefixes,
                secrets);
    }

    StageRole objects(List<String> prefixes, String... actions) {
        return new StageRole(stage, reads, writes, creates, joins, watches, table, bucket, List.of(actions), prefixes,
                secrets);
    }

    StageRole secrets(String... parameters) {
        return new StageRole(stage, reads, writes, creates, joins, watches, table, bucket, objects, prefixes,
                List.of(parameters));
    }

    /** The statements of the stage's policy. A producer is idempotent, which is a permission on the cluster. */
    public List<Grant> grants() {
        List<Grant> grants = new ArrayList<>();
        if (!(reads.isEmpty() && writes.isEmpty() && creates.isEmpty() && watches.isEmpty())) {
            grants.add(new Grant(writes.isEmpty() ? List.of("kafka-cluster:Connect")
                    : List.of("kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"), Kind.CLUSTER, List.of()));
        }
        add(grants, List.of("kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"), Kind.TOPIC, reads);
        add(grants, List.of("kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"), Kind.TOPIC, writes);
        add(grants, List.of("kafka-cluster:DescribeTopic", "kafka-cluster:DescribeTopicDynamicConfiguration",
                "kafka-cluster:CreateTopic"), Kind.TOPIC, creates);
        add(grants, List.of("kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"), Kind.GROUP, joins);
        add(grants, List.of("kafka-cluster:DescribeGroup"), Kind.GROUP, watches);
        act(grants, "dynamodb:", table, Kind.TABLE, List.of());
        act(grants, "s3:", bucket, Kind.BUCKET, List.of());
        act(grants, "s3:", objects, Kind.OBJECTS, prefixes);
        return grants;
    }

    private static void add(List<Grant> grants, List<String> actions, Kind kind, List<String> names) {
        if (!names.isEmpty()) {
            grants.add(new Grant(actions, kind, names));
        }
    }

    private static void act(List<Grant> grants, String service, List<String> actions, Kind kind,
            List<String> names) {
        if (!actions.isEmpty()) {
            grants.add(new Grant(actions.stream().map(service::concat).toList(), kind, names));
        }
    }
}
