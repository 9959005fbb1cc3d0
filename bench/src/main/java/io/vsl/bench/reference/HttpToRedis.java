package io.vsl.bench.reference;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.async.RedisAsyncCommands;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.catalina.LifecycleException;

/** Answers {@code GET /{name}} with the value of {@code KEY_PREFIX} and that name. */
public final class HttpToRedis {

    private HttpToRedis() {}

    public static void main(String[] args) throws IOException, LifecycleException {
        RedisAsyncCommands<String, String> redis =
                RedisClient.create(System.getenv("REDIS_URL")).connect().async();
        String prefix = System.getenv("KEY_PREFIX");
        Http.serve(new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                String path = request.getRequestURI();
                try {
                    String value = redis.get(prefix + path.substring(path.lastIndexOf('/') + 1))
                            .get();
                    if (value == null) {
                        response.sendError(HttpServletResponse.SC_NOT_FOUND);
                    } else {
                        Http.answer(response, HttpServletResponse.SC_OK, value.getBytes(StandardCharsets.UTF_8));
                    }
                } catch (ExecutionException e) {
                    response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
    }
}
