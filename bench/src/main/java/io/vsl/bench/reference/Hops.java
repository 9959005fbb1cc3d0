package io.vsl.bench.reference;

import java.io.IOException;

/** Copies the first of some topics to the second, that to the third and so on: what Kafka alone takes for a way. */
public final class Hops {

    private Hops() {}

    public static void main(String[] args) throws IOException {
        Health.serve();
        String[] topics = System.getenv("TOPICS").split(",");
        for (int i = 1; i < topics.length; i++) {
            String input = topics[i - 1];
            String output = topics[i];
            new Thread(() -> Echo.copy(input + ".loop", input, output)).start();
        }
    }
}
