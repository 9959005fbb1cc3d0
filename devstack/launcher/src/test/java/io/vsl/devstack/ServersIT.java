package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Every server over the wire with a client that people use, and what the commands do to it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ServersIT {

    @TempDir
    private static Path folder;

    private static RunningDevstack devstack;

    @BeforeAll
    static void start() throws IOException {
        devstack = RunningDevstack.start(folder, "--speed", "50");
    }

    @AfterAll
    static void stop() {
        devstack.close();
    }

    @Test
    void kafkaKeepsRecordsThroughAKill() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", devstack.variable("KAFKA_BROKERS")))) {
            admin.createTopics(List.of(new NewTopic("kept", Optional.of(3), Optional.empty())))
                    .all()
                    .get();
            assertThat(admin.listTopics().names().get()).containsExactly("kept");
        }
        produce("before");

        assertThat(devstack.tell("kill kafka")).isEqualTo("OK kafka");
        assertThat(devstack.tell("start kafka")).isEqualTo("OK kafka");

        produce("after");
        assertThat(consume(2)).containsExactly("before", "after");
    }

    @Test
    void postgresIsDurableAndKeepsRowsThroughAKill() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "SELECT current_setting('fsync') || current_setting('synchronous_commit')"))
                    .isEqualTo("onon");
            statement.execute("CREATE TABLE kept AS SELECT 'row' AS value");
        }

        assertThat(devstack.tell("kill postgres")).isEqualTo("OK postgres");
        assertThatThrownBy(ServersIT::connect).isInstanceOf(SQLException.class);
        assertThat(devstack.tell("start postgres")).isEqualTo("OK postgres");

        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "SELECT value FROM kept")).isEqualTo("row");
        }
    }

    @Test
    void postgresWantsItsPassword() {
        String url = "jdbc:postgresql" + devstack.variable("DATABASE_URL").replaceAll("^postgresql|vsl:.*@", "");
        assertThatThrownBy(() -> DriverManager.getConnection(url, "vsl", "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password");
    }

    @Test
    void redisKeepsKeysThroughAStopAndIsSilentWhilePaused() throws IOException {
        assertThat(redis("SET kept value")).isEqualTo("+OK");

        assertThat(devstack.tell("stop redis")).isEqualTo("OK redis");
        assertThatThrownBy(() -> redis("PING")).isInstanceOf(ConnectException.class);
        assertThat(devstack.tell("start redis")).isEqualTo("OK redis");
        assertThat(redis("EXISTS kept")).isEqualTo(":1");

        assertThat(devstack.tell("pause redis")).isEqualTo("OK redis");
        assertThatThrownBy(() -> redis("PING")).isInstanceOf(SocketTimeoutException.class);
        assertThat(devstack.tell("resume redis")).isEqualTo("OK redis");
        assertThat(redis("PING")).isEqualTo("+PONG");
    }

    @Test
    void dynamoDbKeepsTablesThroughAKill() {
        try (DynamoDbClient dynamo = DynamoDbClient.builder()
                .endpointOverride(URI.create(devstack.variable("DYNAMODB_ENDPOINT")))
                .region(Region.of(devstack.variable("AWS_REGION")))
                .credentialsProvider(credentials())
                .build()) {
            dynamo.createTable(table -> table.tableName("kept")
                    .billingMode("PAY_PER_REQUEST")
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("id")
                            .keyType("HASH")
                            .build())
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("id")
                            .attributeType("S")
                            .build()));

            assertThat(devstack.tell("kill dynamodb")).isEqualTo("OK dynamodb");
            assertThat(devstack.tell("start dynamodb")).isEqualTo("OK dynamodb");

            assertThat(dynamo.listTables().tableNames()).containsExactly("kept");
        }
    }

    @Test
    void s3KeepsObjectsAndRefusesWhoDoesNotSign() throws Exception {
        String bucket = devstack.variable("S3_BUCKET");
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(devstack.variable("S3_ENDPOINT")))
                .forcePathStyle(true)
                .region(Region.of(devstack.variable("AWS_REGION")))
                .credentialsProvider(credentials())
                .build()) {
            s3.putObject(object -> object.bucket(bucket).key("a/b.txt"), RequestBody.fromString("kept"));

            assertThat(devstack.tell("kill s3")).isEqualTo("OK s3");
            assertThat(devstack.tell("start s3")).isEqualTo("OK s3");

            assertThat(s3.getObjectAsBytes(object -> object.bucket(bucket).key("a/b.txt"))
                            .asUtf8String())
                    .isEqualTo("kept");
            assertThat(get(devstack.variable("S3_ENDPOINT") + "/" + bucket + "/a/b.txt"))
                    .isEqualTo(403);
            assertThat(get(devstack.variable("S3_ENDPOINT") + "/" + bucket + "?list-type=2"))
                    .isEqualTo(403);
        }
    }

    @Test
    void s3RefusesAWrongSecret() {
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(devstack.variable("S3_ENDPOINT")))
                .forcePathStyle(true)
                .region(Region.of(devstack.variable("AWS_REGION")))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(devstack.variable("AWS_ACCESS_KEY_ID"), "wrong")))
                .build()) {
            assertThatThrownBy(() -> s3.listObjectsV2(list -> list.bucket(devstack.variable("S3_BUCKET"))))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("403");
        }
    }

    @Test
    void theSimulatorKnowsTheStacksTokenAndNoOther() throws Exception {
        String account = devstack.variable("REPLICATE_API_URL") + "/account";

        assertThat(get(account, "Authorization", "Bearer " + devstack.variable("REPLICATE_API_TOKEN")))
                .isEqualTo(200);
        assertThat(get(account, "Authorization", "Bearer r8_wrong")).isEqualTo(401);
    }

    @Test
    void nobodyListensBeyondLoopback() throws IOException {
        List<String> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .map(address -> address.getHostAddress())
                .toList();
        List<Integer> ports = Stream.of(
                        "KAFKA_BROKERS",
                        "DATABASE_URL",
                        "REDIS_URL",
                        "DYNAMODB_ENDPOINT",
                        "S3_ENDPOINT",
                        "SIMULATOR_URL")
                .map(name -> Integer.valueOf(devstack.variable(name).replaceAll(".*127\\.0\\.0\\.1:(\\d+).*", "$1")))
                .toList();

        for (String address : outside) {
            for (int port : ports) {
                assertThatThrownBy(() -> new Socket(address, port).close()).isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void aCommandThatMakesNoSenseIsAnsweredToo() {
        assertThat(devstack.tell("kill")).startsWith("ERROR");
        assertThat(devstack.tell("kill nobody")).startsWith("ERROR No server is called nobody");
        assertThat(devstack.tell("fly kafka")).startsWith("ERROR Not one of");
        assertThat(devstack.tell("start s3")).isEqualTo("ERROR s3 runs already");
    }

    private static Connection connect() throws SQLException {
        URI url = URI.create(devstack.variable("DATABASE_URL"));
        String password = url.getUserInfo().substring("vsl:".length());
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + url.getPort() + "/vsl", "vsl", password);
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String redis(String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(
                    "127.0.0.1", URI.create(devstack.variable("REDIS_URL")).getPort()));
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[64];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, length, StandardCharsets.US_ASCII).strip();
        }
    }

    private static void produce(String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", devstack.variable("KAFKA_BROKERS"), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", 0, "key", value)).get();
        }
    }

    private static List<String> consume(int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", devstack.variable("KAFKA_BROKERS"), "max.poll.records", count),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("kept", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            while (values.size() < count) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    private static int get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                devstack.variable("AWS_ACCESS_KEY_ID"), devstack.variable("AWS_SECRET_ACCESS_KEY")));
    }
}
