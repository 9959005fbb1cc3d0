package io.vsl.bench.reference;

import io.lettuce.core.api.async.RedisAsyncCommands;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;

/** The API by hand on Tomcat, with a virtual thread for each request, which waits. */
public final class ApiOnThreads {

    private ApiOnThreads() {}

    public static void main(String[] args) throws Exception {
        Clients clients = new Clients(System.getenv());
        RedisAsyncCommands<String, String> redis = clients.redis().connect().async();
        JobApi api = new JobApi(redis, clients);
        Producer<byte[], byte[]> producer = Kafka.producer();
        Http.serve(new Api(api, redis, producer));
    }

    private static final class Api extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient JobApi api;
        private final transient RedisAsyncCommands<String, String> redis;
        private final transient Producer<byte[], byte[]> producer;

        Api(JobApi api, RedisAsyncCommands<String, String> redis, Producer<byte[], byte[]> producer) {
            this.api = api;
            this.redis = redis;
            this.producer = producer;
        }

        /** What a request does; whoever it is refused by, and what it waits for. */
        private interface Work {
            void run() throws IOException, InterruptedException, ExecutionException;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            answer(request, response, () -> {
                String user = api.user(request.getHeader("X-API-Key"));
                JobApi.Standing standing =
                        JobApi.standing(api.count(redis, user).get());
                JobApi.Taken taken = api.take(request.getInputStream().readAllBytes(), user);
                producer.send(taken.record()).get();
                api.show(redis, taken).get();
                response.setHeader("Location", "/status/" + taken.jobId());
                response.setHeader("X-RateLimit-Limit", Long.toString(standing.limit()));
                response.setHeader("X-RateLimit-Remaining", Long.toString(standing.remaining()));
                response.setHeader("X-RateLimit-Reset", Long.toString(standing.reset()));
                Http.answer(response, HttpServletResponse.SC_ACCEPTED, api.accepted(taken));
            });
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            answer(request, response, () -> {
                String user = api.user(request.getHeader("X-API-Key"));
                String path = request.getRequestURI();
                byte[] view = api.view(
                        JobApi.find(redis, path.substring(path.lastIndexOf('/') + 1))
                                .get(),
                        user);
                response.setHeader("Cache-Control", "no-store");
                Http.answer(response, HttpServletResponse.SC_OK, view);
            });
        }

        private static void answer(HttpServletRequest request, HttpServletResponse response, Work work)
                throws IOException {
            try {
                work.run();
            } catch (JobApi.Refused e) {
                Http.answer(response, e.status, JobApi.problem(e, request.getRequestURI()));
            } catch (ExecutionException e) {
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
