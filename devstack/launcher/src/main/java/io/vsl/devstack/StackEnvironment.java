package io.vsl.devstack;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The environment variables of the application, and of whoever talks to it, on this stack. */
final class StackEnvironment {

    /** By Replicate. */
    private static final Duration OUTPUTS_KEPT = Duration.ofHours(1);

    private static final String REGION = "us-east-1";
    private static final String BUCKET = "vsl-media";

    private StackEnvironment() {}

    /**
     * @param speed how many times faster than Replicate the simulator is
     * @param user  the caller's own environment, whose {@code VSL_STAGES}, {@code STAGE}, {@code MODELS_CONFIG} and
     *              limits of requests hold
     */
    static Map<String, String> of(Ports ports, Secrets secrets, double speed, Map<String, String> user) {
        String vsl = "http://" + address(ports, Port.APP);
        String simulator = "http://" + address(ports, Port.SIMULATOR);
        Map<String, String> values = new LinkedHashMap<>();
        values.put(
                "DATABASE_URL",
                "postgresql://vsl:%s@%s/vsl"
                        .formatted(secrets.get("POSTGRES_PASSWORD"), address(ports, Port.POSTGRES)));
        values.put("REDIS_URL", "redis://" + address(ports, Port.REDIS));
        values.put("REPLICATE_API_TOKEN", secrets.get("REPLICATE_API_TOKEN"));
        values.put("REPLICATE_API_URL", simulator + "/v1");
        values.put("REPLICATE_WEBHOOK_SECRET", secrets.get("REPLICATE_WEBHOOK_SECRET"));
        values.put("WEBHOOK_BASE_URL", vsl);
        values.put("S3_BUCKET", BUCKET);
        values.put("S3_ENDPOINT", "http://" + address(ports, Port.S3));
        values.put("DYNAMODB_TABLE", "vsl-jobs");
        values.put("DYNAMODB_ENDPOINT", "http://" + address(ports, Port.DYNAMODB));
        values.put("AWS_REGION", REGION);
        // What the AWS CLI 1 reads.
        values.put("AWS_DEFAULT_REGION", REGION);
        values.put("AWS_ACCESS_KEY_ID", secrets.get("AWS_ACCESS_KEY_ID"));
        values.put("AWS_SECRET_ACCESS_KEY", secrets.get("AWS_SECRET_ACCESS_KEY"));
        values.put("KAFKA_BROKERS", address(ports, Port.KAFKA));
        values.put("KAFKA_AUTH", "none");
        values.put("VSL_STAGES", user.getOrDefault("VSL_STAGES", "all"));
        values.put("STAGE", user.getOrDefault("STAGE", "dev"));
        if (user.containsKey("MODELS_CONFIG")) {
            values.put("MODELS_CONFIG", user.get("MODELS_CONFIG").replaceAll("\\R", " "));
        }
        values.put("VSL_PORT", String.valueOf(ports.of(Port.APP)));
        values.put("VSL_URL", vsl);
        values.put("VSL_API_KEY", secrets.get("VSL_API_KEY"));
        values.put("VSL_USER_ID", "user123");
        // Nobody is kept from trying things out, unless they want to see that.
        values.put("VSL_REQUESTS_PER_HOUR", user.getOrDefault("VSL_REQUESTS_PER_HOUR", "0"));
        values.put("VSL_REQUESTS_PER_DAY", user.getOrDefault("VSL_REQUESTS_PER_DAY", "0"));
        values.put("VSL_OPERATOR_KEY", secrets.get("VSL_OPERATOR_KEY"));
        values.put("VSL_MEDIA_HOSTS", address(ports, Port.SIMULATOR));
        // The simulator is on this machine, and so may be who is to be told of outcomes.
        values.put("VSL_ALLOW_INTERNAL_ADDRESSES", "true");
        values.put("VSL_OUTPUTS_KEPT", (long) Math.ceil(OUTPUTS_KEPT.toSeconds() / speed) + "s");
        values.put("SIMULATOR_URL", simulator);
        values.put("SIMULATOR_SPEED", String.valueOf(speed));
        return values;
    }

    /** {@code export K='V'} lines that a POSIX shell evaluates to exactly these values. */
    static String exports(Map<String, String> values) {
        return values.entrySet().stream()
                .map(e -> "export " + e.getKey() + "='" + e.getValue().replace("'", "'\\''") + "'\n")
                .collect(Collectors.joining());
    }

    /** How many times faster than estimated jobs run on a stack with this environment; 1 on any other. */
    static double speed(Map<String, String> environment) {
        return Double.parseDouble(environment.getOrDefault("SIMULATOR_SPEED", "1"));
    }

    private static String address(Ports ports, Port port) {
        return "127.0.0.1:" + ports.of(port);
    }
}
