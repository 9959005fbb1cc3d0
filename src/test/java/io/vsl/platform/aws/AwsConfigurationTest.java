package io.vsl.platform.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What is said to an S3 that isn't AWS's. */
class AwsConfigurationTest {

    private static final String CALCULATE = "aws.requestChecksumCalculation";

    private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");

    private final List<Headers> asked = new CopyOnWriteArrayList<>();
    private final Map<String, @Nullable String> before = new HashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        CREDENTIALS.forEach(name -> {
            before.put(name, System.getProperty(name));
            System.setProperty(name, "fake");
        });
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        System.clearProperty(CALCULATE);
        // Applications of other tests have theirs there.
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        server.stop(0);
    }

    @Test
    void nothingIsSentBehindABody() {
        put();

        assertThat(asked).singleElement().satisfies(headers -> assertThat(headers)
                .doesNotContainKeys("X-amz-trailer", "X-amz-sdk-checksum-algorithm", "X-amz-checksum-crc32")
                .doesNotContainKeys("Content-Encoding", "X-amz-decoded-content-length"));
    }

    @Test
    void theEnvironmentMayWantItNevertheless() {
        System.setProperty(CALCULATE, "when_supported");

        put();

        assertThat(asked).singleElement().satisfies(headers -> assertThat(headers)
                .containsKey("X-amz-sdk-checksum-algorithm"));
    }

    @Test
    void noThreadWaitsForTheConnectionOfAnother() throws Exception {
        int threads = 100;
        CountDownLatch together = new CountDownLatch(threads);
        server.createContext("/bucket/slow", exchange -> {
            together.countDown();
            boolean areAllHere = await(together);
            exchange.sendResponseHeaders(areAllHere ? 200 : 409, -1);
            exchange.close();
        });
        try (S3Client s3 = new AwsConfiguration().s3Client(properties());
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Object>> heads = Collections.nCopies(
                    threads,
                    () -> s3.headObject(request -> request.bucket("bucket").key("slow")));

            assertThat(pool.invokeAll(heads)).allMatch(head -> head.state() == Future.State.SUCCESS);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void put() {
        try (S3Client s3 = new AwsConfiguration().s3Client(properties())) {
            s3.putObject(request -> request.bucket("bucket").key("key"), RequestBody.fromString("text"));
        }
    }

    private AwsProperties properties() {
        return new Binder(new MapConfigurationPropertySource(Map.of(
                        "vsl.aws.region",
                        "us-east-1",
                        "vsl.aws.s3-bucket",
                        "bucket",
                        "vsl.aws.dynamodb-table",
                        "table",
                        "vsl.aws.link-ttl",
                        "15m",
                        "vsl.aws.s3-endpoint",
                        "http://127.0.0.1:" + server.getAddress().getPort())))
                .bind("vsl.aws", AwsProperties.class)
                .get();
    }
}
