package io.vsl.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.AddsToTheApi;
import io.vsl.testing.Application;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A sink that was added by a line of topology, a templated route and a class, which CONTRIBUTING.md shows. Nothing else was
 * touched, and it does what every sink does.
 */
@NeedsServers
@AddsToTheApi
class AddedSinkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Application application;
    private static FilesJobs files;

    @BeforeAll
    static void start() {
        application = Application.start(Map.of(
                "VSL_STAGES", "setup,admin,sink-postgres,sink-redis,sink-dynamodb,sink-files",
                "vsl.topology", "classpath:topology.yaml,classpath:example/files-topology.yaml",
                "DATABASE_URL", Database.create("added_sink").url(),
                "REDIS_URL", Devstack.shared().get("REDIS_URL") + "/9",
                "DYNAMODB_TABLE", "added-sink"));
        files = application.bean(FilesJobs.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void aLineATemplatedRouteAndAClassAreAllThereIs() throws IOException {
        String line = Files.readString(Path.of("src/test/resources/example/files-topology.yaml"));
        String route = Files.readString(Path.of("src/test/resources/routes/sink-files.camel.yaml"));

        assertThat(line.lines()).hasSize(1);
        assertThat(route).containsOnlyOnce("templatedRoute").doesNotContain("- route:");
        assertThat(Files.readString(Path.of("CONTRIBUTING.md")).replaceAll("(?m)^   ", ""))
                .contains(route)
                .contains(line.replaceAll("^stages: \\[|]\\n$", ""));
    }

    @Test
    void itIsWrittenAndADeadLetterIsItsOwn() {
        UUID job = ended();
        Log.produce(application.topic("job.started"), job.toString(), "no event");

        await().atMost(PATIENCE).until(() -> files.find(job).isPresent());
        assertThat(Log.await(application.topic("sink-files.dead-letter"), Log.key(job.toString())))
                .isNotNull();
    }

    @Test
    void itIsVerifiedAndRebuiltLikeTheOthers() {
        UUID job = ended();
        await().atMost(PATIENCE).until(() -> files.find(job).isPresent());
        files.clear();

        JsonNode lacking = Operations.done(application, "/admin/verifications", "{}");
        Operations.done(application, "/admin/rebuilds", "{\"sink\":\"sink-files\"}");
        Log.awaitDrained(application.topic("sink-files"), List.of(application.topic("sink-files.retry")));
        JsonNode mended = Operations.done(application, "/admin/verifications", "{}");

        assertThat(lacking.at("/sinks/sink-files/missing").asLong())
                .as(lacking.toString())
                .isPositive();
        assertThat(mended.path("differences").asLong()).as(mended.toString()).isZero();
        assertThat(files.find(job)).isPresent();
    }

    private static UUID ended() {
        UUID job = UUID.randomUUID();
        Log.produce(application.topic("job.completed"), job.toString(), """
                {"jobId":"%s","status":"cancelled","mediaType":"image","modelId":"flux-schnell","userId":"user123",\
                "createdAt":"2026-01-01T10:30:00Z","completedAt":"2026-01-01T10:30:01Z",\
                "error":{"code":"CANCELLED","message":"not needed any more","retryable":false}}""".formatted(job));
        return job;
    }
}
