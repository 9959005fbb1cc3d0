package io.vsl.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Application;
import io.vsl.testing.NeedsServers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What works on the records of a poll side by side is bounded. */
@NeedsServers
class ThreadPoolsTest {

    private static final int TASKS = 100;

    private final ExecutorServiceManager pools =
            Application.shared().bean(CamelContext.class).getExecutorServiceManager();

    @ParameterizedTest
    @CsvSource({
        "store-pool,16",
        "output-pool,16",
        "render-pool,2",
        "compile-pool,1",
        "inputs-pool,32",
        "generate-pool,64",
        "poller-pool,8"
    })
    void noMoreAreAtWorkThanThePoolIsLarge(String name, int size) throws InterruptedException {
        ExecutorService pool = pools.newThreadPool(this, "test", name);
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch asMany = new CountDownLatch(size);
        CountDownLatch end = new CountDownLatch(1);
        try {
            for (int i = 0; i < TASKS; i++) {
                pool.execute(() -> {
                    begun.incrementAndGet();
                    asMany.countDown();
                    await(end);
                });
            }

            assertThat(asMany.await(10, TimeUnit.SECONDS)).isTrue();
            TimeUnit.MILLISECONDS.sleep(200);
            assertThat(begun).hasValue(size);
        } finally {
            end.countDown();
            pools.shutdownNow(pool);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
