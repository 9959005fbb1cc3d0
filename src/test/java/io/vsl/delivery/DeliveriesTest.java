package io.vsl.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.vsl.delivery.Deliveries.Made;
import io.vsl.delivery.DeliveryLog.Filter;
import io.vsl.platform.postgres.Position;
import io.vsl.testing.Application;
import io.vsl.testing.Database;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each step of a delivery, on PostgreSQL. */
@NeedsServers
class DeliveriesTest {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration DISABLE_AFTER = Duration.ofDays(5);
    private static final List<WebhookEvent> ALL = List.of(WebhookEvent.values());

    private static Database database;
    private static Application application;

    private Deliveries deliveries;
    private Endpoints endpoints;
    private SigningSecrets secrets;
    private DeliveryLog log;

    @BeforeAll
    static void start() {
        database = Database.create("test_deliveries");
        application = Application.start(Map.of("VSL_STAGES", "setup", "DATABASE_URL", database.url()));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void clear() {
        deliveries = application.bean(Deliveries.class);
        endpoints = application.bean(Endpoints.class);
        secrets = application.bean(SigningSecrets.class);
        log = application.bean(DeliveryLog.class);
        database.execute("TRUNCATE webhook_endpoints, webhook_secrets, job_notices, webhook_deliveries, webhook_tries");
    }

    private static Notice notice(String userId, @Nullable String url) {
        return new Notice(
                UUID.randomUUID(),
                userId,
                WebhookEvent.JOB_COMPLETED,
                url,
                url == null ? null : url.substring("https://".length()),
                "{}");
    }

    private Endpoint endpoint(String userId, WebhookEvent... events) {
        return endpoints
                .create(userId, "https://e.example", events.length == 0 ? ALL : List.of(events), null)
                .orElseThrow();
    }

    private static UnderWay room(int room) {
        return new UnderWay(Map.of(), Map.of(), room, 10, 100);
    }

    private void note(List<Notice> notices) {
        assertThat(deliveries.note(notices, room(10).full(), LEASE).taken()).isEmpty();
    }

    private List<Delivery> take(int room) {
        return take(room(room));
    }

    private List<Delivery> take(UnderWay underWay) {
        return deliveries.take(deliveries.firstDue(), underWay, LEASE);
    }

    private Tried tried(Delivery delivery, TryResult result, NextTry next) {
        return new Tried(delivery, Instant.now(), Duration.ofMillis(12), result, 200, "said", next);
    }

    private void record(Tried... tries) {
        deliveries.record(List.of(tries), DISABLE_AFTER);
    }

    private DeliveryView only(String userId) {
        List<DeliveryView> found = log.read(Filter.of(userId), Position.FIRST, 10);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void anOutcomeIsNotedOnceForEachReceiver() {
        Endpoint one = endpoint("a");
        Endpoint two = endpoint("a");
        endpoint("b");
        endpoint("a", WebhookEvent.JOB_FAILED);
        Notice notice = notice("a", "https://a.example");

        note(List.of(notice, notice, notice("a", null), notice("nobody", null)));

        assertThat(take(100).stream().filter(delivery -> notice.id().equals(delivery.jobId())))
                .extracting(Delivery::endpointId, Delivery::url, Delivery::receiver)
                .containsExactlyInAnyOrder(
                        tuple(null, "https://a.example", "a a.example"),
                        tuple(one.id(), "https://e.example", one.id().toString()),
                        tuple(two.id(), "https://e.example", two.id().toString()));
    }

    @Test
    void whatIsNotedIsTakenAtOnceAndByNobodyElse() {
        Endpoint endpoint = endpoint("a");
        Notice notice = notice("a", "https://a.example");

        Made made = deliveries.note(List.of(notice, notice), room(10), LEASE);
        List<Delivery> taken = made.taken();
        assertThat(made.isMoreDue()).isFalse();

        assertThat(taken)
                .extracting(Delivery::jobId, Delivery::endpointId, Delivery::url, Delivery::number, Delivery::step)
                .containsExactlyInAnyOrder(
                        tuple(notice.id(), null, "https://a.example", 1, 0),
                        tuple(notice.id(), endpoint.id(), "https://e.example", 1, 0));
        assertThat(taken).extracting(Delivery::document).containsOnly(notice.document());
        assertThat(take(10)).isEmpty();
        assertThat(deliveries.note(List.of(notice), room(10), LEASE)).isEqualTo(Made.NOTHING);
        record(taken.stream()
                .map(delivery -> tried(delivery, TryResult.TAKEN, new NextTry.None()))
                .toArray(Tried[]::new));
        assertThat(log.read(Filter.of("a"), Position.FIRST, 10))
                .extracting(DeliveryView::status)
                .containsExactly(DeliveryState.DELIVERED, DeliveryState.DELIVERED);
    }

    @Test
    void ofWhatIsNotedOnlySoMuchIsTakenAsMayBeUnderWay() {
        List<Notice> notices = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            notices.add(notice("loud", "https://slow.example"));
            notices.add(notice("wide", "https://%d.example".formatted(i)));
            notices.add(notice("calm" + i, "https://c.example"));
        }

        Made made = deliveries.note(
                notices, new UnderWay(Map.of("loud slow.example", 1), Map.of("wide", 5), 6, 3, 7), LEASE);
        List<Delivery> taken = made.taken();
        assertThat(made.isMoreDue()).isTrue();

        assertThat(taken).hasSize(6);
        assertThat(taken.stream().filter(delivery -> delivery.userId().equals("loud")))
                .hasSizeLessThanOrEqualTo(2);
        assertThat(taken.stream().filter(delivery -> delivery.userId().equals("wide")))
                .hasSizeLessThanOrEqualTo(2);
        List<Delivery> rest = take(100);
        assertThat(rest).hasSize(9).extracting(Delivery::number).containsOnly(1);
        assertThat(rest)
                .extracting(Delivery::id)
                .doesNotContainAnyElementsOf(taken.stream().map(Delivery::id).toList());
    }

    @Test
    void whatIsNotedIsSignedAsWhatIsTakenLater() {
        Endpoint endpoint = endpoint("a");
        Endpoint disabled = endpoint("a");
        endpoints.disable("a", disabled.id());
        Delivery first = deliveries
                .note(List.of(notice("b", "https://b.example")), room(10), LEASE)
                .taken()
                .getFirst();
        secrets.rotate("b", null);
        secrets.rotate("a", endpoint.id());

        List<Delivery> now = deliveries
                .note(List.of(notice("b", "https://b.example"), notice("a", null)), room(10), LEASE)
                .taken();
        note(List.of(notice("b", "https://b.example"), notice("a", null)));
        List<Delivery> later = take(10);

        assertThat(first.keys()).hasSize(1);
        assertThat(now).extracting(Delivery::userId).containsExactlyInAnyOrder("a", "b");
        for (Delivery delivery : now) {
            List<byte[]> keys = later.stream()
                    .filter(other -> other.userId().equals(delivery.userId()))
                    .findFirst()
                    .orElseThrow()
                    .keys();
            assertThat(delivery.keys()).hasSize(2).usingRecursiveComparison().isEqualTo(keys);
        }
    }

    @Test
    void whatWasNotedAddsNothingWhateverEndpointsThereAreByThen() {
        Notice notice = notice("a", "https://a.example");
        note(List.of(notice));
        Delivery first = take(100).getFirst();
        record(tried(first, TryResult.TAKEN, new NextTry.None()));
        endpoint("a");

        note(List.of(notice));

        assertThat(only("a").status()).isEqualTo(DeliveryState.DELIVERED);
        database.execute("TRUNCATE job_notices, webhook_deliveries CASCADE");
        note(List.of(notice));
        assertThat(take(100))
                .extracting(Delivery::id)
                .as("follows from job and receiver")
                .contains(first.id());
    }

    @Test
    void whatOneTakesNobodyElseTakesUntilItsLeaseIsOver() {
        note(List.of(notice("a", "https://a.example")));
        Delivery taken = take(100).getFirst();

        assertThat(take(100)).isEmpty();
        database.execute("UPDATE webhook_deliveries SET due_at = now()");

        assertThat(take(100)).singleElement().satisfies(again -> {
            assertThat(again.id()).isEqualTo(taken.id());
            assertThat(again.number()).isEqualTo(taken.number() + 1);
        });
    }

    @Test
    void whatIsMadeAfterALookIsDueAfterAllItLookedAt() {
        note(List.of(notice("a", "https://a.example")));
        Instant first = deliveries.firstDue();
        assertThat(deliveries.take(first, room(10), LEASE)).hasSize(1);

        // What waits now is due in a minute.
        Instant since = deliveries.firstDue();
        note(List.of(notice("a", "https://a.example")));

        assertThat(since).isAfter(first);
        assertThat(deliveries.take(Instant.now().plusSeconds(60), room(10), LEASE))
                .isEmpty();
        assertThat(deliveries.take(since, room(10), LEASE)).hasSize(1);
    }

    @Test
    void severalThatTakeAtOnceTakeEachOnce() throws Exception {
        note(IntStream.range(0, 300)
                .mapToObj(i -> notice("u" + i, "https://a.example"))
                .toList());
        List<UUID> ids = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    for (List<Delivery> taken = take(20); !taken.isEmpty(); taken = take(20)) {
                        taken.forEach(delivery -> ids.add(delivery.id()));
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        take(300).forEach(delivery -> ids.add(delivery.id()));

        assertThat(ids).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void ofNoReceiverAndNoUserAreMoreTakenThanMayBe() {
        List<Notice> notices = new ArrayList<>();
        IntStream.range(0, 50).forEach(i -> notices.add(notice("loud", "https://slow.example")));
        IntStream.range(0, 50).forEach(i -> notices.add(notice("wide", "https://h" + i + ".example")));
        notices.add(notice("quiet", "https://slow.example"));
        note(notices);

        List<Delivery> taken = take(new UnderWay(Map.of("loud slow.example", 1), Map.of("wide", 5), 100, 3, 7));

        assertThat(taken.stream().filter(delivery -> delivery.userId().equals("loud")))
                .hasSize(2);
        assertThat(taken.stream().filter(delivery -> delivery.userId().equals("wide")))
                .hasSize(2);
        assertThat(taken.stream().filter(delivery -> delivery.userId().equals("quiet")))
                .hasSize(1);
        assertThat(take(new UnderWay(Map.of("loud slow.example", 3), Map.of("wide", 7), 100, 3, 7)))
                .as("those that are full are not even looked at")
                .isEmpty();
    }

    @Test
    void aBacklogOfOneHidesNobody() {
        note(IntStream.range(0, 6000)
                .mapToObj(i -> notice("loud", "https://slow.example"))
                .toList());
        take(new UnderWay(Map.of(), Map.of(), 100, 10, 100));
        note(List.of(notice("quiet", "https://a.example")));

        assertThat(take(new UnderWay(Map.of("loud slow.example", 10), Map.of("loud", 10), 90, 10, 100)))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.userId()).isEqualTo("quiet"));
    }

    @Test
    void everyTryIsInTheLog() {
        note(List.of(notice("a", "https://a.example")));
        Instant due = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MICROS);
        record(tried(take(1).getFirst(), TryResult.TIMEOUT, new NextTry.Again(due)));

        DeliveryView pending = only("a");
        assertThat(pending.status()).isEqualTo(DeliveryState.PENDING);
        assertThat(pending.nextTryAt()).isEqualTo(due);
        assertThat(pending.endedAt()).isNull();

        database.execute("UPDATE webhook_deliveries SET due_at = now()");
        record(tried(take(1).getFirst(), TryResult.TAKEN, new NextTry.None()));

        DeliveryView delivered = only("a");
        assertThat(delivered.status()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(delivered.nextTryAt()).isNull();
        assertThat(delivered.endedAt()).isNotNull();
        assertThat(delivered.tries())
                .extracting(DeliveryView.Try::number, DeliveryView.Try::result, DeliveryView.Try::duration)
                .containsExactly(tuple(1, "timeout", 0.012), tuple(2, "taken", 0.012));
    }

    @Test
    void whatOneRecordsWhoseLeaseWasOverCountsOnlyWhenItWasTaken() {
        note(List.of(notice("a", "https://a.example")));
        Delivery late = take(1).getFirst();
        database.execute("UPDATE webhook_deliveries SET due_at = now()");
        Delivery now = take(1).getFirst();

        record(tried(late, TryResult.STATUS, new NextTry.GivenUp()));
        assertThat(only("a").status()).isEqualTo(DeliveryState.PENDING);
        record(tried(late, TryResult.TAKEN, new NextTry.None()));
        assertThat(only("a").status()).isEqualTo(DeliveryState.DELIVERED);
        record(tried(now, TryResult.STATUS, new NextTry.GivenUp()));
        assertThat(only("a").status()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void anEndpointThatIsGoneIsDisabledAndTheOthersAreTold() {
        Endpoint gone = endpoint("a");
        Endpoint other = endpoint("a", WebhookEvent.ENDPOINT_DISABLED);
        endpoint("b");
        note(List.of(notice("a", null), notice("a", null)));
        Delivery one = take(1).getFirst();

        record(tried(one, TryResult.STATUS, new NextTry.Gone()));

        assertThat(endpoints.find("a", gone.id()).orElseThrow().reason()).isEqualTo("gone");
        assertThat(log.read(Filter.of("a"), Position.FIRST, 10))
                .extracting(DeliveryView::event, DeliveryView::endpointId, DeliveryView::status)
                .containsExactlyInAnyOrder(
                        tuple("job.completed", gone.id(), DeliveryState.FAILED),
                        tuple("job.completed", gone.id(), DeliveryState.HELD),
                        tuple("endpoint.disabled", other.id(), DeliveryState.PENDING));
        assertThat(take(10)).singleElement().satisfies(told -> assertThat(told.document())
                .contains(gone.id().toString(), "\"reason\":\"gone\"", "failingSince"));
    }

    @Test
    void oneThatFailsForTooLongIsDisabledUnlessItSucceedsBetween() {
        Endpoint endpoint = endpoint("a");
        fail(endpoint);
        assertThat(found(endpoint).failingSince()).isNotNull();
        database.execute("UPDATE webhook_endpoints SET failing_since = now() - interval '4 days'");
        fail(endpoint);
        assertThat(found(endpoint).enabled()).isTrue();

        note(List.of(notice("a", null)));
        record(tried(take(1).getFirst(), TryResult.TAKEN, new NextTry.None()));
        assertThat(found(endpoint).failingSince()).isNull();

        fail(endpoint);
        database.execute("UPDATE webhook_endpoints SET failing_since = now() - interval '6 days'");
        fail(endpoint);
        assertThat(found(endpoint).reason()).isEqualTo("failing");
    }

    private void fail(Endpoint endpoint) {
        note(List.of(notice(endpoint.userId(), null)));
        record(tried(
                take(1).getFirst(),
                TryResult.REFUSED,
                new NextTry.Again(Instant.now().plusSeconds(3600))));
    }

    private Endpoint found(Endpoint endpoint) {
        return endpoints.find(endpoint.userId(), endpoint.id()).orElseThrow();
    }

    @Test
    void whatADisabledEndpointMissesItGetsWhenItIsEnabled() {
        Endpoint endpoint = endpoint("a");
        endpoints.disable("a", endpoint.id());
        note(List.of(notice("a", null), notice("a", null)));
        assertThat(take(10)).isEmpty();

        endpoints.enable("a", endpoint.id());

        assertThat(take(10)).hasSize(2);
    }

    @Test
    void aDisabledEndpointIsToldAgainWhenItsUserWantsThat() {
        Endpoint endpoint = endpoint("a");
        note(List.of(notice("a", null)));
        endpoints.disable("a", endpoint.id());
        Filter filter = Filter.of("a").withDelivery(only("a").id());

        assertThat(log.redeliver(filter)).isEqualTo(1);
        Delivery again = take(10).getFirst();
        record(tried(again, TryResult.REFUSED, new NextTry.Again(Instant.now())));
        assertThat(only("a").status()).as("it is disabled still").isEqualTo(DeliveryState.HELD);

        log.redeliver(filter);
        record(tried(take(10).getFirst(), TryResult.TAKEN, new NextTry.None()));
        assertThat(only("a").status()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aRedeliveryOutlivesTheFailureOfATryThatWasUnderWay() {
        note(List.of(notice("a", "https://a.example")));
        record(tried(take(1).getFirst(), TryResult.STATUS, new NextTry.Again(Instant.now())));
        database.execute("UPDATE webhook_deliveries SET due_at = now()");
        Delivery underWay = take(1).getFirst();

        log.redeliver(Filter.of("a"));
        record(tried(underWay, TryResult.TIMEOUT, new NextTry.GivenUp()));

        assertThat(take(1)).singleElement().satisfies(again -> assertThat(again.step())
                .isZero());
        assertThat(only("a").tries()).hasSize(2);
    }

    @Test
    void whatAReceiverHasTakenItHasThoughItWasGivenUp() {
        Endpoint endpoint = endpoint("a");
        note(List.of(notice("a", null)));
        Delivery underWay = take(1).getFirst();

        endpoints.delete("a", endpoint.id());
        record(tried(underWay, TryResult.TAKEN, new NextTry.None()));

        assertThat(only("a").status()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aFailureAfterDaysOfSilenceIsAnother() {
        Endpoint endpoint = endpoint("a");
        fail(endpoint);
        database.execute("UPDATE webhook_endpoints SET failing_since = now() - interval '60 days',"
                + " last_failed_at = now() - interval '59 days'");

        fail(endpoint);

        assertThat(found(endpoint).enabled()).isTrue();
        assertThat(found(endpoint).failingSince()).isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void oneThatTakesAndIsGoneAtOnceIsGone() {
        Endpoint endpoint = endpoint("a");
        note(List.of(notice("a", null), notice("a", null)));
        List<Delivery> both = take(2);

        record(
                tried(both.get(0), TryResult.TAKEN, new NextTry.None()),
                tried(both.get(1), TryResult.STATUS, new NextTry.Gone()));

        assertThat(found(endpoint).reason()).isEqualTo("gone");
    }

    @Test
    void ofAnEventOfALaterReleaseNothingIsTakenAndTheLogShowsIt() {
        note(List.of(notice("a", "https://a.example"), notice("b", "https://a.example")));
        database.execute("UPDATE webhook_deliveries SET event = 'job.sold' WHERE user_id = 'a'");

        assertThat(take(10)).extracting(Delivery::userId).containsExactly("b");
        assertThat(only("a").event()).isEqualTo("job.sold");
    }

    @Test
    void redeliveryBeginsTheTriesAnewUnderTheSameId() {
        note(List.of(notice("a", "https://a.example"), notice("b", "https://a.example")));
        for (Delivery delivery : take(10)) {
            record(tried(delivery, TryResult.STATUS, new NextTry.GivenUp()));
        }
        Filter failed = new Filter(
                "a", null, null, null, DeliveryState.FAILED, Instant.now().minusSeconds(60));
        assertThat(log.count(failed)).isEqualTo(1);
        assertThat(log.count(new Filter(
                        "a",
                        null,
                        null,
                        null,
                        DeliveryState.FAILED,
                        Instant.now().plusSeconds(60))))
                .isZero();

        assertThat(log.redeliver(failed)).isEqualTo(1);

        assertThat(take(10)).singleElement().satisfies(again -> {
            assertThat(again.id()).isEqualTo(only("a").id());
            assertThat(again.step()).isZero();
            assertThat(again.number()).isEqualTo(2);
        });
        assertThat(only("b").status()).isEqualTo(DeliveryState.FAILED);
    }

    @Test
    void aDeletedEndpointIsToldNothingMore() {
        Endpoint endpoint = endpoint("a");
        note(List.of(notice("a", null)));

        assertThat(endpoints.delete("b", endpoint.id())).isFalse();
        assertThat(endpoints.delete("a", endpoint.id())).isTrue();

        note(List.of(notice("a", null)));
        assertThat(take(10)).isEmpty();
        assertThat(only("a").status()).isEqualTo(DeliveryState.FAILED);
        assertThat(log.redeliver(Filter.of("a"))).isZero();
        assertThat(endpoints.list("a")).isEmpty();
        assertThat(database.query("SELECT count(*) FROM webhook_secrets WHERE endpoint_id IS NOT NULL"))
                .containsExactly("0");
    }

    @Test
    void twoSecretsSignForADayAfterARotation() {
        Endpoint endpoint = endpoint("a");
        SigningSecret ofEndpoint = secrets.current("a", endpoint.id());
        SigningSecret ofUrls = secrets.current("a", null);
        assertThat(secrets.current("a", null)).isEqualTo(ofUrls);
        assertThat(secrets.current("b", null).key()).isNotEqualTo(ofUrls.key());
        assertThat(ofUrls.previousExpiresAt()).isNull();

        SigningSecret rotated = secrets.rotate("a", null);

        assertThat(rotated.key()).isNotEqualTo(ofUrls.key());
        assertThat(rotated.previousExpiresAt())
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
        note(List.of(notice("a", "https://a.example")));
        for (Delivery delivery : take(10)) {
            assertThat(delivery.keys().stream()
                            .map(key -> SigningSecret.of(key, null).key()))
                    .containsExactlyElementsOf(
                            delivery.endpointId() == null
                                    ? List.of(rotated.key(), ofUrls.key())
                                    : List.of(ofEndpoint.key()));
        }
        database.execute("UPDATE webhook_secrets SET expires_at = now() WHERE expires_at IS NOT NULL");
        note(List.of(notice("a", "https://a.example")));
        assertThat(take(10)).allSatisfy(delivery -> assertThat(delivery.keys()).hasSize(1));

        secrets.forget();
        assertThat(database.query("SELECT count(*) FROM webhook_secrets WHERE endpoint_id IS NULL AND user_id = 'a'"))
                .containsExactly("1");
    }

    @Test
    void aUserHasSoManyEndpointsAndNoMore() throws Exception {
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    for (int j = 0; j < 10; j++) {
                        endpoints.create("a", "https://e.example", ALL, null);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(endpoints.list("a")).hasSize(Endpoints.MOST);
    }

    @Test
    void whatIsOldIsForgottenAndStaysNoted() {
        Notice notice = notice("a", "https://a.example");
        note(List.of(notice));
        record(tried(take(1).getFirst(), TryResult.TAKEN, new NextTry.None()));
        note(List.of(notice("b", "https://a.example")));
        database.execute("UPDATE webhook_deliveries SET created_at = now() - interval '31 days' WHERE user_id = 'a'");

        deliveries.forget(Duration.ofDays(30));
        note(List.of(notice));

        assertThat(log.read(Filter.of("a"), Position.FIRST, 10)).isEmpty();
        assertThat(only("b").status()).isEqualTo(DeliveryState.PENDING);
        assertThat(database.query("SELECT count(*) FROM webhook_tries")).containsExactly("0");
    }
}
