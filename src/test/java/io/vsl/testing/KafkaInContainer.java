package io.vsl.testing;

import com.github.dockerjava.api.DockerClient;
import java.util.List;
import org.testcontainers.kafka.KafkaContainer;

/** The same Kafka as a container, on a port that stays when it is stopped and started. */
final class KafkaInContainer {

    private static final String IMAGE = "apache/kafka:4.3.1";

    private static final int PORT = 9092;

    private final KafkaContainer container;

    private KafkaInContainer(KafkaContainer container) {
        this.container = container;
    }

    static KafkaInContainer start() {
        KafkaContainer container = new KafkaContainer(IMAGE);
        container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(FreePort.find(), PORT)));
        container.start();
        return new KafkaInContainer(container);
    }

    String brokers() {
        return container.getBootstrapServers();
    }

    void command(String verb) {
        DockerClient docker = container.getDockerClient();
        String id = container.getContainerId();
        switch (verb) {
            case "stop" -> docker.stopContainerCmd(id).exec();
            case "kill" -> docker.killContainerCmd(id).exec();
            case "start" -> docker.startContainerCmd(id).exec();
            case "pause" -> docker.pauseContainerCmd(id).exec();
            case "resume" -> docker.unpauseContainerCmd(id).exec();
            default -> throw new IllegalArgumentException(verb);
        }
    }
}
