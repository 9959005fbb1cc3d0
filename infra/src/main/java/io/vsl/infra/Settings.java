package io.vsl.infra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the deployments.
 *
 * @param deployment dev, staging, homolog or prod; names begin with {@code vsl-<deployment>}
 * @param keep       whether stores outlive their stack, and can't be deleted by mistake
 * @param imageTag   of the image in the registry that the tasks run
 * @param budget     USD of a month, of which somebody is told
 * @param origins    of pages that may call the API, and read media by their links (CORS)
 * @param standbyRegion where copies of the stores are kept, like {@code eu-west-1}; null for none
 * @param failedOver    whether the services run there
 */
public record Settings(
        String deployment,
        boolean keep,
        String imageTag,
        List<String> origins,
        Network network,
        Kafka kafka,
        Database database,
        Cache cache,
        Tasks tasks,
        int budget,
        @Nullable String standbyRegion,
        boolean failedOver) {

    private enum Known {
        DEV,
        STAGING,
        HOMOLOG,
        PROD;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param zones availability zones, 2 or 3
     * @param nats  NAT gateways, 1 to one for each zone
     */
    public record Network(int zones, int nats) {
        public Network {
            check(zones == 2 || zones == 3, "network.zones", zones, "2 or 3");
            check(nats >= 1 && nats <= zones, "network.nats", nats, "from 1 to the number of zones");
        }
    }

    /**
     * @param serverless whether MSK Serverless; the rest is then not used
     * @param version    as MSK names it
     * @param broker     instance type, like {@code kafka.m7g.large}
     * @param brokers    at least 3, as each record is kept three times
     * @param gigabytes  of each broker's disk
     */
    public record Kafka(boolean serverless, String version, String broker, int brokers, int gigabytes) {
        public Kafka {
            check(broker.startsWith("kafka."), "kafka.broker", broker, "like kafka.m7g.large");
            check(version.matches("\\d+\\.\\d+\\.(\\d+|x)(\\.kraft)?"), "kafka.version", version, "like 3.9.x");
            check(brokers >= 3, "kafka.brokers", brokers, "at least 3");
            check(gigabytes >= 1 && gigabytes <= 16384, "kafka.gigabytes", gigabytes, "from 1 to 16384");
        }
    }

    /**
     * @param type      instance type, like {@code t4g.micro}
     * @param gigabytes of its disk
     * @param standby   whether there is a standby in another zone
     */
    public record Database(String type, int gigabytes, boolean standby) {
        public Database {
            check(type.matches("[a-z0-9]+\\.[a-z0-9]+"), "database.type", type, "like t4g.micro");
            check(gigabytes >= 20 && gigabytes <= 65536, "database.gigabytes", gigabytes, "from 20 to 65536");
        }
    }

    /**
     * @param type  node type, like {@code cache.t4g.micro}
     * @param nodes one, or more for replicas that take over
     */
    public record Cache(String type, int nodes) {
        public Cache {
            check(type.startsWith("cache."), "cache.type", type, "like cache.t4g.micro");
            check(nodes >= 1 && nodes <= 6, "cache.nodes", nodes, "from 1 to 6");
        }
    }

    /**
     * @param services the stages of each service, by its name; all but {@code setup}, each once
     * @param least    tasks of each service
     * @param most     tasks of each service; no scaling when it is the least
     * @param cpu      of each task, 1024 is a core
     * @param memory   of each task, MiB
     * @param lag      records not yet worked on, of one stage, from which on there is one more task
     */
    public record Tasks(Map<String, List<String>> services, int least, int most, int cpu, int memory, int lag) {

        private static final Map<Integer, int[]> MEMORY = Map.of(
                256,
                new int[] {512, 2048},
                512,
                new int[] {1024, 4096},
                1024,
                new int[] {2048, 8192},
                2048,
                new int[] {4096, 16384},
                4096,
                new int[] {8192, 30720});

        public Tasks {
            List<String> stages =
                    services.values().stream().flatMap(List::stream).sorted().toList();
            check(
                    stages.equals(served().stream().sorted().toList()),
                    "tasks.services",
                    stages,
                    "each stage but setup, once");
            check(least >= 1, "tasks.least", least, "at least 1");
            check(most >= least, "tasks.most", most, "at least tasks.least");
            int[] range = MEMORY.get(cpu);
            check(range != null, "tasks.cpu", cpu, "256, 512, 1024, 2048 or 4096");
            Objects.requireNonNull(range);
            check(
                    memory >= range[0] && memory <= range[1],
                    "tasks.memory",
                    memory,
                    "from %d to %d with this cpu".formatted(range[0], range[1]));
            check(lag >= 1, "tasks.lag", lag, "at least 1");
        }
    }

    public Settings {
        check(imageTag.matches("\\w[\\w.-]{0,127}"), "VSL_IMAGE_TAG", imageTag, "a tag of an image");
        check(
                kafka.serverless() || kafka.brokers() % network.zones() == 0,
                "kafka.brokers",
                kafka.brokers(),
                "a multiple of network.zones");
        check(
                origins.stream().allMatch(it -> it.matches("https?://[^/*]+")),
                "origins",
                origins,
                "origins without a path or wildcard");
        check(budget >= 1, "budget", budget, "at least 1");
        check(
                standbyRegion == null || standbyRegion.matches("[a-z]{2}(-[a-z]+)+-\\d"),
                "VSL_STANDBY_REGION",
                standbyRegion,
                "a region, like eu-west-1");
        check(
                standbyRegion != null || !failedOver,
                "VSL_FAILED_OVER",
                failedOver,
                "possible without VSL_STANDBY_REGION");
    }

    /** @throws IllegalArgumentException naming what is not a deployment, and what is */
    static Settings of(String deployment) {
        return of(deployment, "main");
    }

    static Settings of(String deployment, String imageTag) {
        return of(deployment, imageTag, null, false);
    }

    /** @param standbyRegion null for none */
    static Settings of(String deployment, String imageTag, @Nullable String standbyRegion, boolean failedOver) {
        Known known = Arrays.stream(Known.values())
                .filter(it -> it.word().equals(deployment))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--stage: there is no \"%s\"; there are %s"
                        .formatted(
                                deployment,
                                Arrays.stream(Known.values()).map(Known::word).collect(Collectors.joining(", ")))));
        return switch (known) {
            case DEV ->
                new Settings(
                        deployment,
                        false,
                        imageTag,
                        List.of("http://localhost:3000"),
                        new Network(3, 1),
                        new Kafka(false, "3.9.x", "kafka.t3.small", 3, 20),
                        new Database("t4g.micro", 20, false),
                        new Cache("cache.t4g.micro", 1),
                        new Tasks(Map.of("all", served()), 1, 1, 1024, 2048, 500),
                        500,
                        standbyRegion,
                        failedOver);
            case STAGING, HOMOLOG ->
                new Settings(
                        deployment,
                        true,
                        imageTag,
                        List.of(),
                        new Network(3, 1),
                        new Kafka(false, "3.9.x", "kafka.t3.small", 3, 50),
                        new Database("t4g.small", 20, false),
                        new Cache("cache.t4g.micro", 2),
                        new Tasks(
                                together("http", "submit", "webhook", "status", "endpoints", "admin"),
                                1,
                                3,
                                512,
                                1024,
                                500),
                        1000,
                        standbyRegion,
                        failedOver);
            case PROD ->
                new Settings(
                        deployment,
                        true,
                        imageTag,
                        List.of(),
                        new Network(3, 3),
                        new Kafka(false, "3.9.x", "kafka.m7g.large", 3, 500),
                        new Database("m7g.large", 100, true),
                        new Cache("cache.m7g.large", 2),
                        new Tasks(together("http"), 2, 6, 1024, 2048, 500),
                        3000,
                        standbyRegion,
                        failedOver);
        };
    }

    String name(String of) {
        return "vsl-" + deployment + "-" + of;
    }

    /** The name of a secret's parameter. */
    String parameter(String of) {
        return "/vsl/" + deployment + "/" + of;
    }

    /** The service that a stage is part of. */
    String serviceOf(String stage) {
        return tasks.services().entrySet().stream()
                .filter(it -> it.getValue().contains(stage))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static List<String> served() {
        return Roles.ALL.stream()
                .map(StageRole::stage)
                .filter(it -> !it.equals("setup"))
                .toList();
    }

    /** These stages as one service, each other as one of its own. */
    private static Map<String, List<String>> together(String name, String... stages) {
        Map<String, List<String>> services = new LinkedHashMap<>();
        for (String stage : served()) {
            services.computeIfAbsent(List.of(stages).contains(stage) ? name : stage, it -> new ArrayList<>())
                    .add(stage);
        }
        return services;
    }

    private static void check(boolean right, String setting, @Nullable Object value, String wanted) {
        if (!right) {
            throw new IllegalArgumentException("%s: %s is not %s".formatted(setting, value, wanted));
        }
    }
}
