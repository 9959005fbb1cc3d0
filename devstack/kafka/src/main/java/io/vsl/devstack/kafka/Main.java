package io.vsl.devstack.kafka;

import io.vsl.devstack.child.ServerProcess;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * {@code --port N --controller-port N --dir DIR}: a broker on 127.0.0.1 without authentication. {@code --settings FILE}
 * has settings of Kafka's that win over these, such as listeners that want it.
 */
public final class Main {

    private static final int NODE = 1;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        ServerProcess process = ServerProcess.of(arguments);
        Path log = process.dir().resolve("log");
        if (Files.notExists(log.resolve("meta.properties"))) {
            format(log);
        }
        Properties settings = settings(process.port(), process.option("controller-port"), log);
        Optional<String> further = process.optional("settings");
        if (further.isPresent()) {
            try (Reader file = Files.newBufferedReader(Path.of(further.get()))) {
                settings.load(file);
            }
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        process.onStop(server::shutdown);
        server.startup();
        process.ready();
        server.awaitShutdown();
    }

    private static void format(Path log) throws Exception {
        Formatter formatter = new Formatter();
        formatter.setClusterId(Uuid.randomUuid().toString());
        formatter.setNodeId(NODE);
        formatter.setControllerListenerName("CONTROLLER");
        formatter.addDirectory(log.toString());
        formatter.setMetadataLogDirectory(log.toString());
        formatter.run();
    }

    private static Properties settings(int port, String controllerPort, Path log) {
        String broker = "127.0.0.1:" + port;
        String controller = "127.0.0.1:" + controllerPort;
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE));
        settings.put("controller.quorum.voters", NODE + "@" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller);
        settings.put("advertised.listeners", "PLAINTEXT://" + broker);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", log.toString());
        // As MSK has it: a topic that nobody made is a mistake, not a topic.
        settings.put("auto.create.topics.enable", "false");
        settings.put("num.partitions", "6");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "10");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "10");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the controller holds the old registration until its session ends; by default that is 9 s.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        return settings;
    }
}
