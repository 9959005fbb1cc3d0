package io.vsl.devstack;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the stack is made of, in the order in which it is shown; stopped from the last to the first. */
enum Service {
    KAFKA("Kafka", Port.KAFKA, "KAFKA_BROKERS"),
    POSTGRES("PostgreSQL", Port.POSTGRES, "DATABASE_URL"),
    REDIS("Redis", Port.REDIS, "REDIS_URL"),
    DYNAMODB("DynamoDB", Port.DYNAMODB, "DYNAMODB_ENDPOINT"),
    S3("S3", Port.S3, "S3_ENDPOINT"),
    SIMULATOR("Replicate simulator", Port.SIMULATOR, "SIMULATOR_URL"),
    APP("VSL", Port.APP, "VSL_URL"),
    /** More of the same, for what is to survive the loss of one. */
    APP2("VSL, second process", Port.APP2, ""),
    APP3("VSL, third process", Port.APP3, "");

    /** Everything but the application. */
    static final List<Service> SERVERS = List.of(KAFKA, POSTGRES, REDIS, DYNAMODB, S3, SIMULATOR);

    /** What {@code up} starts. */
    static final List<Service> USUAL = List.of(KAFKA, POSTGRES, REDIS, DYNAMODB, S3, SIMULATOR, APP);

    /** The processes of the application. */
    static final List<Service> APPLICATIONS = List.of(APP, APP2, APP3);

    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+");

    private final String title;
    private final Port port;
    private final String variable;

    Service(String title, Port port, String variable) {
        this.title = title;
        this.port = port;
        this.variable = variable;
    }

    /** @throws UserError for a name that isn't one */
    static Service of(String name) {
        return Arrays.stream(values())
                .filter(service -> service.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("No server is called " + name + "; there are "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Service::id).toList())));
    }

    /** The name in commands, folders and logs, such as {@code postgres}. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    Port port() {
        return port;
    }

    boolean isApplication() {
        return APPLICATIONS.contains(this);
    }

    /** Host and port, out of the variable of the stack's environment that has them. */
    String address(Map<String, String> environment) {
        Matcher address = ADDRESS.matcher(environment.getOrDefault(variable, ""));
        return address.find() ? address.group() : "";
    }
}
