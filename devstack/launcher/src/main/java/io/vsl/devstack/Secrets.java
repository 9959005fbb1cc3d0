package io.vsl.devstack;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The stack's secrets: random, made at its first start, the same from then on. */
record Secrets(Map<String, String> values) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String ALPHANUMERIC = UPPER + UPPER.toLowerCase(Locale.ROOT) + "0123456789";
    private static final int WEBHOOK_SECRET_BYTES = 24;

    static Secrets keptIn(KeyValues file) throws IOException {
        Map<String, String> values = file.read();
        values.computeIfAbsent("POSTGRES_PASSWORD", name -> random(24, ALPHANUMERIC));
        values.computeIfAbsent("REPLICATE_API_TOKEN", name -> "r8_" + random(37, ALPHANUMERIC));
        values.computeIfAbsent("REPLICATE_WEBHOOK_SECRET", name -> webhookSecret());
        values.computeIfAbsent("AWS_ACCESS_KEY_ID", name -> "VSL" + random(17, UPPER));
        values.computeIfAbsent("AWS_SECRET_ACCESS_KEY", name -> random(40, ALPHANUMERIC));
        values.computeIfAbsent("VSL_API_KEY", name -> "vsl_" + random(40, ALPHANUMERIC));
        values.computeIfAbsent("VSL_OPERATOR_KEY", name -> "vslop_" + random(40, ALPHANUMERIC));
        file.write(values);
        return new Secrets(values);
    }

    String get(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static String random(int length, String alphabet) {
        return RANDOM.ints(length, 0, alphabet.length())
                .mapToObj(index -> alphabet.substring(index, index + 1))
                .collect(Collectors.joining());
    }

    /** A new one, in Replicate's form. */
    static String webhookSecret() {
        byte[] bytes = new byte[WEBHOOK_SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }
}
