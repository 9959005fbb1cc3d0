package io.vsl.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.EventReader;
import io.vsl.testing.EventReader.Event;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of events: what has happened to a job, then what happens, each event once, on whichever process. */
@NeedsServers
class StreamsRouteTest {

    private static final String IMAGE = """
            {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    private static final String KEY = Devstack.shared().get("VSL_API_KEY");

    private static Application one;
    private static Application other;
    private static Client client;

    @BeforeAll
    static void start() {
        one = Application.start(Map.of());
        other = Application.start(
                Map.of("VSL_STAGES", "status", "VSL_TOPIC_PREFIX", one.topic("").replace(".", "")));
        client = new Client(one.url());
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    private static EventReader open(Application at, String jobId, String lastEventId) {
        return EventReader.open(at.url() + "/status/" + jobId + "/events", KEY, lastEventId);
    }

    @Test
    void aJobsEventsComeAsTheyHappenAndTheStreamEndsWithItsOutcome() {
        String jobId = client.submitted(IMAGE);
        try (EventReader events = open(one, jobId, null)) {
            List<Event> all = events.rest();

            assertThat(events.response().headers().firstValue("Content-Type")).contains("text/event-stream");
            assertThat(events.response().headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(all.getFirst().type()).isEqualTo("job.accepted");
            assertThat(all.getFirst().data().path("status").asText()).isEqualTo("pending");
            assertThat(all.getLast().type()).isEqualTo("job.completed");
            assertThat(all.getLast().id()).isEqualTo("4");
            assertThat(all).extracting(Event::id).isSorted().doesNotHaveDuplicates();
            JsonNode shown = client.awaitOutcome(jobId);
            JsonNode last = all.getLast().data();
            assertThat(last.path("result").path("originalUrl").asText()).startsWith("http");
            assertThat(last.path("sequence").asInt())
                    .isEqualTo(4)
                    .isEqualTo(shown.path("sequence").asInt());
            assertThat(last.path("attempts").asInt()).isEqualTo(1);
            assertThat(last.path("completedAt")).isEqualTo(shown.path("completedAt"));
        }
    }

    @Test
    void aStreamThatIsCutAfterEveryEventGoesOnElsewhereWithoutAGapAndWithoutARepetition() {
        List<List<Event>> streams = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String jobId = client.submitted(IMAGE);
            List<Event> got = new ArrayList<>();
            String last = null;
            Application at = one;
            for (boolean isOver = false; !isOver; ) {
                try (EventReader events = open(at, jobId, last)) {
                    Event event = events.next();
                    assertThat(event).as(got.toString()).isNotNull();
                    got.add(event);
                    last = event.id();
                    isOver = event.type().equals("job.completed");
                }
                at = at == one ? other : one;
            }
            streams.add(got);
            client.awaitOutcome(jobId);
            try (EventReader again = open(at, jobId, last)) {
                assertThat(again.rest()).as("nothing twice").isEmpty();
            }
            try (EventReader whole = open(at, jobId, null)) {
                assertThat(whole.rest())
                        .extracting(Event::id)
                        .containsAll(got.stream().map(Event::id).toList());
            }
        }

        assertThat(streams).allSatisfy(events -> {
            assertThat(events.getFirst().type()).isEqualTo("job.accepted");
            assertThat(events).extracting(Event::id).isSorted().doesNotHaveDuplicates();
        });
    }

    @Test
    void afterInTheUrlIsTheSame() {
        String jobId = client.submitted(IMAGE);
        client.awaitOutcome(jobId);
        try (EventReader events = EventReader.open(other.url() + "/status/" + jobId + "/events?after=3", KEY, null)) {
            assertThat(events.rest()).extracting(Event::type).containsExactly("job.completed");
        }
        try (EventReader events = EventReader.open(other.url() + "/status/" + jobId + "/events?after=4", KEY, "1")) {
            assertThat(events.rest()).extracting(Event::id).last().isEqualTo("4");
        }
        try (EventReader events = open(other, jobId, "77")) {
            assertThat(events.rest()).extracting(Event::type).as("never told").containsExactly("job.completed");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/status/JOB/events?after=x|400|VALIDATION_FAILED",
                "/status/JOB/events?after=-1|400|VALIDATION_FAILED",
                "/status/JOB/events?after=1&after=2|400|VALIDATION_FAILED",
                "/status/JOB/events?after=99999999999|400|VALIDATION_FAILED",
                "/status/NONE/events|404|JOB_NOT_FOUND",
                "/status/x/events|404|JOB_NOT_FOUND",
                "/jobs/events?after=%21|400|VALIDATION_FAILED",
                "/jobs/events?after=AAAA|400|VALIDATION_FAILED",
                "/jobs/events?userId=somebody|403|FORBIDDEN",
            })
    void whatIsWrongIsSaid(String path, int status, String code) {
        String jobId = client.submitted(IMAGE);
        HttpResponse<String> response = Http.send(Http.to(one.url()
                        + path.replace("JOB", jobId)
                                .replace("NONE", UUID.randomUUID().toString()))
                .header("X-API-Key", KEY));

        Http.assertProblem(response, status, code);
    }

    @Test
    void whoDoesNotTakeEventsIsToldSo() {
        HttpResponse<String> response = Http.send(
                Http.to(one.url() + "/jobs/events").header("X-API-Key", KEY).header("Accept", "application/json"));

        Http.assertProblem(response, 406, "NOT_ACCEPTABLE");
        Http.assertProblem(Http.send(Http.to(one.url() + "/jobs/events")), 401, "UNAUTHENTICATED");
    }

    @Test
    void anothersJobHasNoStream() {
        Client operator = new Client(one.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));
        String jobId = operator.submitted(IMAGE.replace("{\"mediaType\"", "{\"userId\":\"somebody\",\"mediaType\""));

        Http.assertProblem(
                Http.send(Http.to(one.url() + "/status/" + jobId + "/events").header("X-API-Key", KEY)),
                404,
                "JOB_NOT_FOUND");
    }

    @Test
    void allJobsOfAUserAreToldFromNowOnAndOthersAreNot() {
        Client operator = new Client(one.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));
        client.awaitOutcome(client.submitted(IMAGE));
        try (EventReader events = EventReader.open(other.url() + "/jobs/events", KEY, null)) {
            String others =
                    operator.submitted(IMAGE.replace("{\"mediaType\"", "{\"userId\":\"somebody\",\"mediaType\""));
            String first = client.submitted(IMAGE);
            String second = client.submitted(IMAGE);
            operator.awaitOutcome(others);
            List<Event> got = new ArrayList<>();
            while (got.stream()
                            .filter(event -> event.type().equals("job.completed"))
                            .count()
                    < 2) {
                got.add(events.next());
            }

            assertThat(got)
                    .extracting(event -> event.data().path("jobId").asText())
                    .containsOnly(first, second);
            assertThat(got).extracting(Event::id).doesNotHaveDuplicates();
            assertThat(got)
                    .extracting(event -> event.data().path("userId").asText())
                    .containsOnly("user123");
        }
    }

    @Test
    void aUsersStreamThatIsCutAfterEveryEventGoesOnElsewhere() {
        List<Event> whole = new ArrayList<>();
        List<Event> pieces = new ArrayList<>();
        try (EventReader all = EventReader.open(one.url() + "/jobs/events", KEY, null)) {
            EventReader piece = EventReader.open(other.url() + "/jobs/events", KEY, null);
            List<String> jobs = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                jobs.add(client.submitted(IMAGE));
            }
            Application at = other;
            int ended = 0;
            while (ended < jobs.size()) {
                Event event = piece.next();
                pieces.add(event);
                ended += event.type().equals("job.completed") ? 1 : 0;
                piece.close();
                at = at == one ? other : one;
                piece = EventReader.open(at.url() + "/jobs/events", KEY, event.id());
            }
            piece.close();
            while (whole.stream()
                            .filter(event -> event.type().equals("job.completed"))
                            .count()
                    < jobs.size()) {
                whole.add(all.next());
            }
        }

        assertThat(told(pieces)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(told(whole));
        assertThat(pieces).extracting(Event::type).doesNotContain("resync");
    }

    private static List<String> told(List<Event> events) {
        return events.stream()
                .map(event -> event.data().path("jobId").asText() + "/" + event.type())
                .toList();
    }

    @Test
    void whatCannotBeResumedSaysSo() {
        client.awaitOutcome(client.submitted(IMAGE));
        // No partition is there any more as it was at the first offset of four topics without partitions.
        try (EventReader events = EventReader.open(one.url() + "/jobs/events?after=AA", KEY, null)) {
            Event first = events.next();

            assertThat(first.type()).isIn("resync", "job.accepted");
        }
    }

    @Test
    void anOperatorFollowsAllOrOne() {
        String operator = Devstack.shared().get("VSL_OPERATOR_KEY");
        try (EventReader all = EventReader.open(one.url() + "/jobs/events", operator, null);
                EventReader of = EventReader.open(one.url() + "/jobs/events?userId=user123", operator, null)) {
            Client alone = new Client(one.url(), operator);
            String others = alone.submitted(IMAGE.replace("{\"mediaType\"", "{\"userId\":\"another\",\"mediaType\""));
            String jobId = client.submitted(IMAGE);

            assertThat(jobsUntil(all, jobId, others)).contains(jobId, others);
            assertThat(jobsUntil(of, jobId)).contains(jobId).doesNotContain(others);
        }
    }

    /** Of whom something came until all of these had. */
    private static Set<String> jobsUntil(EventReader events, String... jobIds) {
        Set<String> seen = new HashSet<>();
        while (!seen.containsAll(List.of(jobIds))) {
            seen.add(events.next().data().path("jobId").asText());
        }
        return seen;
    }

    @Test
    void whoComesAgainAfterTheOutcomeIsToldThatThereIsNothing() {
        String jobId = client.submitted(IMAGE);
        client.awaitOutcome(jobId);
        try (EventReader whole = open(one, jobId, null)) {
            List<Event> all = whole.rest();
            assertThat(all.getLast().id()).as(all.toString()).isEqualTo("4");
        }

        try (EventReader again = open(one, jobId, "4")) {
            assertThat(again.response().statusCode()).isEqualTo(204);
        }
    }
}
