package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.devstack.ChaosPlan.Order;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    @Test
    void theSameSeedAsksForTheSameJobs() {
        assertThat(plan(7)).isEqualTo(plan(7)).isNotEqualTo(plan(8));
    }

    @Test
    void ordersAreSpreadEvenly() {
        List<Order> orders = plan(1).orders();

        assertThat(orders).hasSize(2_000);
        assertThat(orders.get(0).at()).isZero();
        assertThat(orders.get(1_000).at()).isEqualTo(WINDOW.dividedBy(2));
    }

    @Test
    void eachOrderHasAKeyOfItsOwnAndItsNumberInItsMetadata() {
        List<Order> orders = plan(1).orders();

        assertThat(orders)
                .extracting(Order::key)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.version() == 4)
                .allMatch(key -> key.variant() == 2);
        assertThat(orders)
                .allMatch(order -> order.request().at("/metadata/order").asInt() == order.number());
    }

    @Test
    void aTenthGoesToKafkaATenthComesTwiceAndATwentiethIsCancelled() {
        assertShare(0.10, Order::direct);
        assertShare(0.10, order -> order.againAfter() != null);
        assertShare(0.05, order -> order.cancelAfter() != null);
    }

    private static void assertShare(double share, Predicate<Order> those) {
        assertThat((double) plan(1).orders().stream().filter(those).count())
                .isCloseTo(share * 2_000, Percentage.withPercentage(30));
    }

    private static ChaosPlan plan(long seed) {
        return ChaosPlan.of(
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed),
                2_000,
                WINDOW,
                "user123",
                "http://127.0.0.1:17600/_sim/sample.png");
    }
}
