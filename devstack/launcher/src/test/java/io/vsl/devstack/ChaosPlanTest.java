package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.devstack.ChaosPlan.Joins;
import io.vsl.devstack.ChaosPlan.Order;
import io.vsl.devstack.ChaosPlan.Upload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"60, 2", "200, 4", "2000, 40"})
    void oneOfFiftyJoinsTwoOrThreeVideosOfThoseThatAreThereByThen(int jobs, int compilations) {
        List<Order> those = plan(1, jobs).orders().stream()
                .filter(order -> order.needs() instanceof Joins)
                .toList();

        assertThat(those).hasSize(compilations).allSatisfy(order -> {
            assertThat(order.request().properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder("userId", "metadata");
            assertThat(order.direct()).isFalse();
            assertThat(order.watched()).isTrue();
            assertThat(order.isVideo()).isFalse();
        });
        assertThat(those).extracting(order -> ((Joins) order.needs()).videos()).isSubsetOf(2, 3);
    }

    @Test
    void someModelsThatMayBeGivenAPictureAreGivenOneThatIsUploaded() {
        assertShare(0.06, order -> order.needs() instanceof Upload);
        assertThat(plan(1).orders())
                .filteredOn(order -> order.needs() instanceof Upload)
                .allMatch(order -> order.request().path("modelId").asText().equals("sdxl"));
    }

    @Test
    void theFirstOrdersAreVideosThatNobodyCancels() {
        assertThat(plan(1).orders().subList(0, 4))
                .allMatch(Order::isVideo)
                .allMatch(order -> order.cancelAfter() == null);
    }

    @Test
    void oneAfterTheOtherIsJoinedAndWhereThereAreTooFewOneComesAgain() {
        assertThat(new Joins(3, 7).of(List.of("a", "b", "c", "d"))).containsExactly("d", "a", "b");
        assertThat(new Joins(2, 7).of(List.of("a"))).containsExactly("a", "a");
    }

    private static void assertShare(double share, Predicate<Order> those) {
        assertThat((double) plan(1).orders().stream().filter(those).count())
                .isCloseTo(share * 2_000, Percentage.withPercentage(30));
    }

    private static ChaosPlan plan(long seed) {
        return plan(seed, 2_000);
    }

    private static ChaosPlan plan(long seed, int jobs) {
        return ChaosPlan.of(
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed),
                jobs,
                WINDOW,
                "user123",
                "http://127.0.0.1:17600/_sim/sample.png");
    }
}
