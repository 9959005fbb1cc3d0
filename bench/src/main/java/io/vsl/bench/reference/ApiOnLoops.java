package io.vsl.bench.reference;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** The API by hand on Vert.x: event loops, one for each processor, each with its own connection to Redis. Nothing waits. */
public final class ApiOnLoops extends AbstractVerticle {

    private static final Producer<byte[], byte[]> PRODUCER = Kafka.producer();

    private RedisAsyncCommands<String, String> redis;
    private JobApi api;

    @SuppressWarnings("NullAway.Init") // Vert.x calls start.
    private ApiOnLoops() {}

    public static void main(String[] args) {
        int processors = Runtime.getRuntime().availableProcessors();
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(processors))
                .deployVerticle(ApiOnLoops::new, new DeploymentOptions().setInstances(processors))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Override
    public void start(Promise<Void> started) {
        Clients clients = new Clients(System.getenv());
        ClientResources resources = ClientResources.builder()
                .eventLoopGroupProvider(new OneLoop(((ContextInternal) context).nettyEventLoop()))
                .build();
        // To connect and to load the scripts is waited for, which this loop must not.
        vertx.<Void>executeBlocking(() -> {
                    redis = RedisClient.create(resources, System.getenv("REDIS_URL"))
                            .connect()
                            .async();
                    api = new JobApi(redis, clients);
                    return null;
                })
                .compose(connected -> vertx.createHttpServer()
                        .requestHandler(this::serve)
                        .listen(Integer.parseInt(System.getenv("VSL_PORT")), "127.0.0.1")
                        .<Void>mapEmpty())
                .onComplete(started);
    }

    private void serve(HttpServerRequest request) {
        if ("/health/ready".equals(request.path())) {
            request.response().end();
            return;
        }
        guarded(request, () -> {
            String user = api.user(request.getHeader("X-API-Key"));
            if ("/generate-media".equals(request.path())) {
                request.body().onSuccess(body -> take(request, user, body.getBytes()));
            } else {
                String path = String.valueOf(request.path());
                then(
                        request,
                        JobApi.find(redis, path.substring(path.lastIndexOf('/') + 1)),
                        found -> answer(
                                request.response().putHeader("Cache-Control", "no-store"), 200, api.view(found, user)));
            }
        });
    }

    private void take(HttpServerRequest request, String user, byte[] body) {
        then(request, api.count(redis, user), counted -> {
            JobApi.Standing standing = JobApi.standing(counted);
            JobApi.Taken taken = api.take(body, user);
            Context loop = context;
            var unused = PRODUCER.send(
                    taken.record(),
                    (metadata, failure) -> loop.runOnContext(back -> {
                        if (failure != null) {
                            answer(request.response(), 503, new byte[0]);
                            return;
                        }
                        then(request, api.show(redis, taken), shown -> {
                            HttpServerResponse response = request.response()
                                    .putHeader("Location", "/status/" + taken.jobId())
                                    .putHeader("X-RateLimit-Limit", Long.toString(standing.limit()))
                                    .putHeader("X-RateLimit-Remaining", Long.toString(standing.remaining()))
                                    .putHeader("X-RateLimit-Reset", Long.toString(standing.reset()));
                            answer(response, 202, api.accepted(taken));
                        });
                    }));
        });
    }

    private <T> void then(HttpServerRequest request, CompletionStage<T> answer, Consumer<T> work) {
        var unused = answer.whenComplete((value, failure) -> {
            if (failure != null) {
                answer(request.response(), 503, new byte[0]);
            } else {
                guarded(request, () -> work.accept(value));
            }
        });
    }

    private static void guarded(HttpServerRequest request, Runnable work) {
        try {
            work.run();
        } catch (JobApi.Refused e) {
            answer(request.response(), e.status, JobApi.problem(e, String.valueOf(request.path())));
        } catch (RuntimeException e) {
            answer(request.response(), 500, String.valueOf(e).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void answer(HttpServerResponse response, int status, byte[] json) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(json));
    }

    /** Redis's client on the loop that serves. */
    private record OneLoop(EventLoopGroup loop) implements EventLoopGroupProvider {

        /** A loop is a group of one, though not of the class that the client names. */
        @Override
        @SuppressWarnings("unchecked")
        public <T extends EventLoopGroup> T allocate(Class<T> type) {
            return (T) loop;
        }

        @Override
        public int threadPoolSize() {
            return 1;
        }

        @Override
        public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
            return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
        }

        @Override
        public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
            return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
        }
    }
}
