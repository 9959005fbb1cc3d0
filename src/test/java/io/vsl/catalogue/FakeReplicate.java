package io.vsl.catalogue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** As much of Replicate's API as tells of models, and a shell that gives the command beside it. */
final class FakeReplicate implements AutoCloseable {

    static final String OLD = "0".repeat(64);
    static final String LATEST = "1".repeat(64);

    private static final String TOKEN = "r8_plainly_fake";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeReplicate() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/", this::answer);
        server.start();
    }

    /** What was said, with single quotes for double ones where the test reads it. */
    record Ran(int code, String out, String err) {}

    /** Runs {@code models} with a token that is taken. */
    Ran run(String... arguments) {
        return runWith(TOKEN, arguments);
    }

    Ran runWith(String token, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            int code = new ModelsCommand(stream(out), stream(err))
                    .run(
                            List.of(arguments),
                            "--REPLICATE_API_URL=http://127.0.0.1:"
                                    + server.getAddress().getPort() + "/v1",
                            "--REPLICATE_API_TOKEN=" + token);
            return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /**
     * There is that model, whose latest version is {@link #LATEST}.
     *
     * @param name       {@code owner/name}
     * @param members    of the model, in single quotes
     * @param properties of its input, in single quotes
     * @param others     members of its schemas beside {@code Input}, in single quotes
     */
    void model(String name, String members, String properties, String others) {
        String[] parts = name.split("/");
        say("/v1/models/" + name, """
                {'owner':'%s','name':'%s',%s,'latest_version':%s}""".formatted(parts[0], parts[1], members, version(LATEST, properties, others)));
    }

    /** The same of a version that is not the latest. */
    void older(String name, String properties) {
        say("/v1/models/%s/versions/%s".formatted(name, OLD), version(OLD, properties, "'Output':{'type':'string'}"));
    }

    private static String version(String id, String properties, String others) {
        return """
                {'id':'%s','cog_version':'0.9.5','openapi_schema':{'openapi':'3.0.2','components':{'schemas':{
                 'Input':{'type':'object','title':'Input',%s},%s}}}}""".formatted(id, properties, others);
    }

    void say(String path, String json) {
        answers.put(path, json.replace('\'', '"'));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String answer = answers.get(exchange.getRequestURI().getPath());
        byte[] body = (known && answer != null ? answer : "{\"title\":\"Not so\"}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known ? answer == null ? 404 : 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
