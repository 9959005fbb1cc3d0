package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's commands as typed, against a stand-in for the API: an operation runs at the first look and has ended at
 * the second.
 */
class OperatorCommandsTest {

    private static final String OPERATOR_KEY = "plainly-a-fake-operator-key";

    @TempDir
    private Path folder;

    private HttpServer server;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private String end = "\"state\":\"succeeded\",\"result\":{\"read\":9,\"chosen\":5,\"written\":4,\"tooLarge\":1}";
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void stackIsUp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        StackFolder stack = new StackFolder(folder);
        stack.recordSupervisor();
        stack.recordEnvironment(Map.of(
                "VSL_URL",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "VSL_API_KEY",
                FakeVsl.API_KEY,
                "VSL_OPERATOR_KEY",
                OPERATOR_KEY));
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void replaySendsWhatWasTypedAndSaysWhatCameOfIt() {
        int code = run(
                "replay",
                "store",
                "--since",
                "2026-01-01T00:00:00Z",
                "--until",
                "2026-01-02T00:00:00Z",
                "--partition",
                "1",
                "--from-offset",
                "7",
                "--topic",
                "vsl.job.generated",
                "--job",
                "a",
                "--job",
                "b",
                "--rate",
                "10");

        assertThat(code).as(err.toString()).isZero();
        assertThat(calls.get(0))
                .isEqualTo("POST /admin/replays {\"stage\":\"store\","
                        + "\"topics\":[\"vsl.job.generated\"],"
                        + "\"jobIds\":[\"a\",\"b\"],\"since\":\"2026-01-01T00:00:00Z\",\"until\":\"2026-01-02T00:00:00Z\","
                        + "\"partition\":1,\"fromOffset\":7,\"recordsPerSecond\":10}");
        assertThat(calls).contains("GET /admin/operations/op-1 ");
        assertThat(out).hasToString("4 records go to store again, of 9 looked at, 1 too large to be taken up again\n");
    }

    @Test
    void aDryRunSaysWhatWouldBeDone() {
        assertThat(run("rebuild", "sink-redis", "--dry-run")).isZero();
        assertThat(calls.get(0)).isEqualTo("POST /admin/rebuilds {\"sink\":\"sink-redis\",\"dryRun\":true}");
        assertThat(out.toString()).startsWith("5 records would go to sink-redis again");
    }

    @Test
    void anOperationThatFailsFailsTheCommand() {
        end = "\"state\":\"failed\",\"error\":\"the sinks have not caught up\"";

        assertThat(run("verify")).isEqualTo(1);
        assertThat(err.toString()).contains("op-1", "the sinks have not caught up");
    }

    @Test
    void verifyIsZeroOnlyWithoutDifferences() {
        end = verified(0, 0);
        assertThat(run("verify")).isZero();
        assertThat(out.toString())
                .contains("3 jobs in the log, 2 ended, 1 open", "missing", "sink-redis", "0 differences");

        looks.set(0);
        end = verified(1, 0);
        assertThat(run("verify")).isEqualTo(1);
        assertThat(out.toString()).contains("1 differences", "job-7  missing");

        looks.set(0);
        end = verified(0, 1);
        assertThat(run("verify")).isEqualTo(1);
        assertThat(out.toString()).contains("two outcomes");
    }

    @Test
    void deadLettersAreListedAndShown() {
        assertThat(run("dead-letters", "admit", "--limit", "3")).isZero();
        assertThat(run("dead-letters", "show", "admit", "1:17")).isZero();

        assertThat(calls)
                .containsExactly("GET /admin/dead-letters?limit=3&stage=admit ", "GET /admin/dead-letters/admit/1/17 ");
        assertThat(out.toString())
                .contains("admit          1:17  job-7  not JSON", "dead-letter-stage  admit", "{broken");
    }

    @Test
    void redriveSendsTheRecordsThatWereNamed() throws IOException {
        Path value = Files.writeString(folder.resolve("value.json"), "{\"a\":1}");

        assertThat(run("dead-letters", "redrive", "admit", "1:17", "2:3")).isZero();
        assertThat(run("dead-letters", "redrive", "admit", "1:17", "--value", value.toString()))
                .isZero();
        assertThat(run("dead-letters", "redrive", "admit", "--all", "--reason", "JSON", "--dry-run"))
                .isZero();

        assertThat(calls.stream().filter(call -> call.startsWith("POST")))
                .containsExactly(
                        "POST /admin/dead-letters/admit/redrives"
                                + " {\"records\":[{\"partition\":1,\"offset\":17},{\"partition\":2,\"offset\":3}]}",
                        "POST /admin/dead-letters/admit/redrives"
                                + " {\"records\":[{\"partition\":1,\"offset\":17,\"value\":\"{\\\"a\\\":1}\"}]}",
                        "POST /admin/dead-letters/admit/redrives {\"all\":true,\"reason\":\"JSON\",\"dryRun\":true}");
        assertThat(run("dead-letters", "redrive", "admit", "17")).isEqualTo(2);
        assertThat(run("dead-letters", "redrive", "admit", "1:1", "1:2", "--value", value.toString()))
                .isEqualTo(1);
    }

    @Test
    void operationsAreListed() {
        assertThat(run("operations")).isZero();
        assertThat(calls).containsExactly("GET /admin/operations?limit=20 ");
        assertThat(out.toString()).contains("op-1", "verify", "failed", "operator", "too slow");
    }

    @Test
    void limitsAreShownWithWhatIsUsed() {
        assertThat(run("limits", "user|1")).isZero();

        assertThat(calls).containsExactly("GET /admin/users/user%7C1/limits ", "GET /usage?userId=user%7C1 ");
        assertThat(out)
                .hasToString("user|1  budget 5 USD a month  per hour 0  per day default\n"
                        + "2026-11  203 jobs, 2.006 USD spent, 0.003 reserved, 2.991 left\n");
    }

    @Test
    void limitsChangeOnlyWhatIsSaid() {
        assertThat(run("limits", "user|1", "--budget", "7.25", "--per-day", "100"))
                .isZero();
        assertThat(run("limits", "user|1", "--budget", "none", "--per-hour", "default"))
                .isZero();

        assertThat(calls.stream().filter(call -> call.startsWith("PUT")))
                .containsExactly(
                        "PUT /admin/users/user%7C1/limits"
                                + " {\"budget\":7.25,\"requestsPerHour\":0,\"requestsPerDay\":100}",
                        "PUT /admin/users/user%7C1/limits {\"budget\":null,\"requestsPerHour\":null}");
        assertThat(run("limits", "user|1", "--budget", "much")).isEqualTo(1);
        assertThat(err.toString()).contains("'much' is no amount of USD, nor none");
    }

    @Test
    void cancelAsksAsAUser() {
        assertThat(run("cancel", "job-7")).isZero();
        assertThat(calls).containsExactly("POST /jobs/job-7/cancel {}");
        assertThat(out).hasToString("The job is to be cancelled\n");
    }

    private static String verified(int missing, int changed) {
        return """
                "state":"succeeded","result":{"jobs":3,"ended":2,"open":1,"changedOutcomes":%d,
                "sinks":{"sink-redis":{"missing":%d,"different":0,"extra":0}},"differences":%d,
                "examples":[{"sink":"sink-redis","jobId":"job-7","what":"missing"}]}""".formatted(changed, missing, missing);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        calls.add(exchange.getRequestMethod() + " " + path + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String key = path.startsWith("/admin") || path.startsWith("/usage") ? OPERATOR_KEY : FakeVsl.API_KEY;
        boolean known = key.equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
        byte[] body = new ObjectMapper()
                .readTree(known ? body(path) : "{\"error\":\"No such key\"}")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String body(String path) {
        if (path.startsWith("/admin/operations/")) {
            return "{\"kind\":\"replay\"," + (looks.getAndIncrement() == 0 ? "\"state\":\"running\"" : end) + "}";
        } else if (path.startsWith("/admin/operations")) {
            return """
                    {"operations":[{"operationId":"op-1","kind":"verify","state":"failed","requestedBy":"operator",
                    "progress":{"records":1,"total":2},"request":{},"error":"too slow"}]}""";
        } else if (path.startsWith("/admin/dead-letters?")) {
            return """
                    {"deadLetters":[
                    {"stage":"admit","partition":1,"offset":17,"jobId":"job-7","reason":"not JSON"}]}""";
        } else if (path.endsWith("/limits")) {
            return "{\"userId\":\"user|1\",\"budget\":5,\"requestsPerHour\":0}";
        } else if (path.startsWith("/usage")) {
            return "{\"month\":\"2026-11\",\"jobs\":203,\"reserved\":0.003,\"spent\":2.006,\"left\":2.991}";
        } else if (path.endsWith("/1/17")) {
            return "{\"headers\":{\"dead-letter-stage\":\"admit\"},\"value\":\"{broken\",\"valueEncoding\":\"utf-8\"}";
        }
        return "{\"operationId\":\"op-1\",\"message\":\"The job is to be cancelled\"}";
    }

    private int run(String command, String... options) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, false, false);
        return Main.commandLine(terminal)
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of(command, "--state", folder.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }
}
