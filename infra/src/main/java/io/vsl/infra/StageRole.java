package io.vsl.infra;

import io.vsl.platform.topology.Access;
import io.vsl.platform.topology.StageSpec;
import io.vsl.platform.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What one stage, or several together, may do in AWS; everything else is denied. Names are without the deployment's own:
 * topics and groups without their prefix, parameters without {@code /vsl/<deployment>/}.
 *
 * @param stage    as {@code VSL_STAGES} names it, or the name of the service
 * @param accesses of each stage
 */
public record StageRole(String stage, List<Access> accesses) {

    /** One statement of a policy: these actions on these resources. */
    public record Grant(List<String> actions, ResourceKind kind, List<String> names) {}

    /** What a grant is about. */
    public enum ResourceKind {
        CLUSTER,
        TOPIC,
        GROUP,
        TABLE,
        BUCKET,
        OBJECTS
    }

    static StageRole of(Access access) {
        return new StageRole(access.stage(), List.of(access));
    }

    /** What these stages may do together, under that name. */
    static StageRole union(String name, List<String> stages) {
        return new StageRole(
                name,
                Roles.ALL.stream()
                        .filter(it -> stages.contains(it.stage()))
                        .flatMap(it -> it.accesses().stream())
                        .toList());
    }

    /** Topics it reads. */
    public List<String> reads() {
        return all(access -> access.topics().reads());
    }

    /** The topics whose lag is work that waits: not what is to be retried, nor what waits for its time. */
    List<String> worksOn() {
        return joins().isEmpty() || stage.equals(Topology.DELAY)
                ? List.of()
                : reads().stream()
                        .filter(it -> !it.endsWith(StageSpec.retry("")))
                        .toList();
    }

    private List<String> writes() {
        return all(access -> access.topics().writes());
    }

    private List<String> creates() {
        return all(access -> access.topics().creates());
    }

    /** Consumer groups it is a member of. */
    public List<String> joins() {
        return all(Access::joins);
    }

    private List<String> watches() {
        return all(Access::watches);
    }

    /** Parameters that are its environment; ECS reads them, not the stage. */
    public List<String> secrets() {
        return all(Access::secrets);
    }

    private List<String> all(Function<Access, List<String>> part) {
        return accesses.stream()
                .flatMap(it -> part.apply(it).stream())
                .distinct()
                .toList();
    }

    /** Actions on objects, by what the keys of these begin with. */
    private Map<List<String>, List<String>> objects() {
        Map<String, Set<String>> prefixes = new TreeMap<>();
        accesses.forEach(access -> access.uses().objects().forEach((action, keys) -> prefixes.computeIfAbsent(
                        action, it -> new LinkedHashSet<>())
                .addAll(keys)));
        Map<List<String>, List<String>> actions = new LinkedHashMap<>();
        prefixes.forEach((action, keys) -> actions.computeIfAbsent(List.copyOf(keys), it -> new ArrayList<>())
                .add(action));
        return actions;
    }

    /** The statements of the stage's policy. A producer is idempotent, which is a permission on the cluster. */
    public List<Grant> grants() {
        List<Grant> grants = new ArrayList<>();
        List<String> reads = reads();
        List<String> writes = writes();
        List<String> creates = creates();
        List<String> watches = watches();
        if (!(reads.isEmpty() && writes.isEmpty() && creates.isEmpty() && watches.isEmpty())) {
            grants.add(new Grant(
                    writes.isEmpty()
                            ? List.of("kafka-cluster:Connect")
                            : List.of("kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"),
                    ResourceKind.CLUSTER,
                    List.of()));
        }
        add(grants, List.of("kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"), ResourceKind.TOPIC, reads);
        add(grants, List.of("kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"), ResourceKind.TOPIC, writes);
        add(
                grants,
                List.of(
                        "kafka-cluster:DescribeTopic",
                        "kafka-cluster:DescribeTopicDynamicConfiguration",
                        "kafka-cluster:CreateTopic"),
                ResourceKind.TOPIC,
                creates);
        add(grants, List.of("kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"), ResourceKind.GROUP, joins());
        add(grants, List.of("kafka-cluster:DescribeGroup"), ResourceKind.GROUP, watches);
        act(grants, "dynamodb:", all(access -> access.uses().table()), ResourceKind.TABLE, List.of());
        act(grants, "s3:", all(access -> access.uses().bucket()), ResourceKind.BUCKET, List.of());
        objects().forEach((prefixes, actions) -> act(grants, "s3:", actions, ResourceKind.OBJECTS, prefixes));
        return grants;
    }

    private static void add(List<Grant> grants, List<String> actions, ResourceKind kind, List<String> names) {
        if (!names.isEmpty()) {
            grants.add(new Grant(actions, kind, names));
        }
    }

    private static void act(
            List<Grant> grants, String service, List<String> actions, ResourceKind kind, List<String> names) {
        if (!actions.isEmpty()) {
            grants.add(new Grant(actions.stream().map(service::concat).toList(), kind, names));
        }
    }
}
