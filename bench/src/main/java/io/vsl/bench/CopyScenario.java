package io.vsl.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vsl.bench.Scenario.Goal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A video of 2 GB on its way to S3 through a heap of 256 MB, beside what everybody has: {@code curl | aws s3 cp -}. */
final class CopyScenario implements Scenario {

    private static final String NAME = "copy";
    private static final Goal GOAL = Goal.atLeast(NAME, "MB/s", "curl | aws s3 cp -", 0.8);

    private static final List<String> OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC");
    private static final long SIZE = 2L << 30;
    private static final long SIZE_OF_A_QUICK_RUN = 256L << 20;
    private static final int BLOCK = 1 << 20;
    private static final byte[] HEAD = HexFormat.of().parseHex("00000014667479706d7034320000000069736f6d");
    private static final String OUTPUT_URL = "\"http://[^\"]*/delivery/[^\"]*\"";

    private final JobEvents events;

    CopyScenario(JobEvents events) {
        this.events = events;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<? extends Result> run(Run run) throws Exception {
        if (!isPipeThere()) {
            run.progress().say("%s is left out: bash, curl or the AWS CLI is not installed".formatted(NAME));
            return List.of();
        }
        Path film = film(run, run.isQuick() ? SIZE_OF_A_QUICK_RUN : SIZE);
        Vertx vertx = Vertx.vertx();
        try (Topics topics = new Topics(run.servers())) {
            HttpServer host = vertx.createHttpServer()
                    .requestHandler(request -> request.response()
                            .putHeader("content-type", "video/mp4")
                            .sendFile(film.toString()))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            String authority = "127.0.0.1:" + host.actualPort();
            String url = "http://" + authority + "/film.mp4";
            List<ProducerRecord<byte[], byte[]>> jobs = jobs(run, url);
            Program vsl = run.vsl(
                    OPTIONS,
                    run.application().toString(),
                    "io.vsl.Vsl",
                    "setup,store",
                    Map.of(
                            "VSL_TOPIC_PREFIX",
                            NAME,
                            "VSL_MEDIA_HOSTS",
                            run.servers().get("VSL_MEDIA_HOSTS") + "," + authority));
            try (vsl) {
                long size = Files.size(film);
                store(run, topics, jobs.removeFirst(), size);
                run.profiles().begin();
                return List.of(Contest.hold(
                        GOAL,
                        () -> store(run, topics, jobs.removeFirst(), size),
                        () -> pipe(run, url, size),
                        null,
                        run.rounds(),
                        run.progress()));
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    private static boolean isPipeThere() throws InterruptedException {
        try {
            return new ProcessBuilder("bash", "-c", "command -v curl && aws --version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Begins as a video does; the rest doesn't compress. */
    private static Path film(Run run, long size) throws IOException {
        Path film = run.folder().resolve("film.mp4");
        byte[] block = new byte[BLOCK];
        new Random(1).nextBytes(block);
        try (OutputStream file = Files.newOutputStream(film)) {
            file.write(HEAD);
            file.write(block, 0, BLOCK - HEAD.length);
            for (long written = BLOCK; written < size; written += BLOCK) {
                file.write(block);
            }
        }
        return film;
    }

    /** One for each round, and one more to warm up. */
    private List<ProducerRecord<byte[], byte[]>> jobs(Run run, String url) throws IOException, InterruptedException {
        return new ArrayList<>(events.ofJobs(run, NAME, run.rounds() + 1)
                .filter(record -> record.topic().endsWith("job.generated"))
                .map(record -> new ProducerRecord<>(
                        record.topic(), null, record.key(), leadingTo(url, record.value()), record.headers()))
                .toList());
    }

    private static byte[] leadingTo(String url, byte[] generated) {
        String text = new String(generated, StandardCharsets.UTF_8);
        String changed = text.replaceAll(OUTPUT_URL, '"' + url + '"');
        if (changed.equals(text)) {
            throw new IllegalStateException("There is no output in " + text);
        }
        return changed.getBytes(StandardCharsets.UTF_8);
    }

    /** From the event that the file is at Replicate to the event that it is in S3. */
    private static double store(Run run, Topics topics, ProducerRecord<byte[], byte[]> job, long size)
            throws Exception {
        Instant from = Instant.now();
        long begin = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", run.servers().get("KAFKA_BROKERS")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(job).get();
        }
        topics.read(NAME + ".job.stored", from, 1);
        return rate(size, begin);
    }

    private static double pipe(Run run, String url, long size) throws Exception {
        long begin = System.nanoTime();
        ProcessBuilder pipe = new ProcessBuilder(
                "bash",
                "-c",
                "set -o pipefail; curl -sSf \"$1\" | aws --endpoint-url \"$2\" s3 cp - \"s3://$3/pipe.mp4\" --expected-size \"$4\"",
                "bash",
                url,
                run.servers().get("S3_ENDPOINT"),
                run.servers().get("S3_BUCKET"),
                Long.toString(size));
        pipe.environment().putAll(run.servers().environment());
        Process process = pipe.redirectErrorStream(true)
                .redirectOutput(run.folder().resolve("log/pipe.log").toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("the pipe has failed, see its log");
        }
        return rate(size, begin);
    }

    private static double rate(long size, long begin) {
        return size / 1e6 / ((System.nanoTime() - begin) / 1e9);
    }
}
