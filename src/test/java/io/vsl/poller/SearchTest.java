package io.vsl.poller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.AttemptContext;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.provider.Listing;
import io.vsl.provider.Prediction;
import io.vsl.provider.Progress;
import io.vsl.provider.Ran;
import io.vsl.provider.Reply;
import io.vsl.provider.Report;
import io.vsl.provider.Request;
import io.vsl.provider.SignedContext;
import io.vsl.provider.TestProviders;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walk through a list for one's own prediction, in lists with webhooks and without. */
class SearchTest {

    private static final String OURS = "job=01a202fd-0000-7000-8000-000000000001";
    private static final String ANOTHERS = "job=00000000-0000-0007-0000-000000000007";

    private final SignedContext contexts = TestProviders.contexts();
    private final Pages pages = new Pages();

    /** A list of which the pages are given. */
    private static final class Pages implements Listing {

        private final Deque<Page> pages = new ArrayDeque<>();

        @Override
        public Request first(Instant from, Instant to) {
            return new Request("GET", "/list", from + "/" + to, Map.of(), null, null);
        }

        @Override
        public Page read(Reply reply) {
            return pages.pop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        OURS + "&attempt=1, true",
        OURS + "&attempt=2, false",
        ANOTHERS + "&attempt=1, false",
        "attempt=1, false",
        OURS + ", false",
        "x, false"
    })
    void withoutAContextTheJobAndAttemptBesideItDecide(String query, boolean isOurs) throws IOException {
        Search search = search(item("p1", "https://us/webhook/replicate?" + query, null));

        assertThat(search.found().isPresent()).isEqualTo(isOurs);
    }

    @ParameterizedTest
    @CsvSource({OURS + "&attempt=2, true", ANOTHERS + "&attempt=1, true", "attempt=1, false", OURS + ", false"})
    void whatNamesAnotherIsNoneOfOursAndWhatNamesNobodyMayBe(String query, boolean isAbsent) throws IOException {
        Search search = search(item("p1", "https://us/webhook/replicate?" + query, null));

        assertThat(search.isAbsent(Set.of())).isEqualTo(isAbsent);
        assertThat(search.evidence().unverifiable()).isEqualTo(1);
        assertThat(search.evidence().listed()).isEqualTo(1);
    }

    @Test
    void ourContextDecidesWhateverStandsBesideIt() throws IOException {
        assertThat(search(item("p1", url(contexts, 1).replace(OURS, ANOTHERS), null))
                        .found())
                .isPresent();

        Search other = search(item("p1", url(contexts, 2).replace("attempt=2", "attempt=1"), null));
        assertThat(other.found()).isEmpty();
        assertThat(other.isAbsent(Set.of())).isTrue();
        assertThat(other.evidence().unverifiable()).isZero();
    }

    /** This process may not have met its key yet. */
    @Test
    void theKeyOfAContextIsLookedFor() throws IOException {
        SignedContext ofAnotherProcess = TestProviders.contexts();

        assertThat(search(item("p1", url(ofAnotherProcess, 1).replace(OURS, ANOTHERS), null))
                        .found())
                .isPresent();
    }

    @Test
    void aContextThatCannotBeVerifiedIsNoneAndWhatStandsBesideItDecides() throws IOException {
        SignedContext foreign = TestProviders.contexts("another key, of an installation before .");

        assertThat(search(item("p1", url(foreign, 1), null)).found()).isPresent();
        assertThat(search(item("p1", url(foreign, 1).replace(OURS, ANOTHERS), null))
                        .isAbsent(Set.of()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prompt':'a fox','n':1}|true",
                "{'n':1.0,'prompt':'a fox'}|true",
                "{'n':1,'prompt':'a wolf'}|false",
                "{'n':2,'prompt':'a fox'}|false",
                "{'prompt':'a fox'}|false",
                "{'n':'1','prompt':'a fox'}|false",
                "|true"
            })
    void withoutWebhooksInputMakesACandidate(@Nullable String input, boolean isCandidate) throws IOException {
        Search search = search(item("p1", null, input));

        assertThat(search.found()).isEmpty();
        assertThat(search.candidates()).isEqualTo(isCandidate ? List.of("p1") : List.of());
        assertThat(search.isAbsent(Set.of())).isEqualTo(!isCandidate);
        assertThat(search.isAbsent(Set.of("p1"))).isTrue();
    }

    @Test
    void allCandidatesMustBeKnownToBeOfOthers() throws IOException {
        Search search = search(item("p1", null, null), item("p2", null, null));

        assertThat(search.isAbsent(Set.of("p1"))).isFalse();
        assertThat(search.isAbsent(Set.of("p1", "p2", "p3"))).isTrue();
    }

    @Test
    void aCandidateThatCannotBeReadIsNeverProof() throws IOException {
        Search search = search(new Listing.Listed(null, null, null));
        assertThat(search.isAbsent(Set.of())).isFalse();

        assertThat(search(new Listing.Listed(null, "https://us?" + ANOTHERS, null))
                        .isAbsent(Set.of()))
                .isTrue();
    }

    @Test
    void aListIsReadToItsEndOrToTheOneThatIsFound() throws IOException {
        Search search = new Search(LookedInto.unknown().attempt(), pages, contexts);
        assertThat(search.request().query()).isEqualTo("2026-01-01T11:58:00Z/2026-01-01T12:02:00Z");
        assertThat(search.isUnfinished()).isTrue();

        Request next = new Request("GET", "/list", "2", Map.of(), null, null);
        read(search, next, item("p1", null, "{'prompt':'another'}"));
        assertThat(search.isUnfinished()).isTrue();
        assertThat(search.isAbsent(Set.of())).as("not at the end yet").isFalse();
        assertThat(search.request()).isEqualTo(next);

        read(search, next, item("p2", url(contexts, 1), null));
        assertThat(search.isUnfinished()).isFalse();
        assertThat(search.found().orElseThrow().id()).isEqualTo("p2");
        assertThat(search.evidence().listed()).isEqualTo(2);
    }

    @Test
    void aListWithoutEndProvesNothing() throws IOException {
        Search search = new Search(LookedInto.unknown().attempt(), pages, contexts);
        Request next = new Request("GET", "/list", "2", Map.of(), null, null);
        for (int i = 1; i < Search.MOST_PAGES; i++) {
            read(search, next);
        }

        assertThatThrownBy(() -> read(search, next))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not end");
    }

    private Search search(Listing.Listed... items) throws IOException {
        Search search = new Search(LookedInto.unknown().attempt(), pages, contexts);
        read(search, null, items);
        return search;
    }

    private void read(Search search, @Nullable Request next, Listing.Listed... items) throws IOException {
        pages.pages.push(new Listing.Page(List.of(items), next));
        search.read(new Reply.Answer(200, Map.of(), new byte[0]));
    }

    private static String url(SignedContext contexts, int attempt) {
        return TestProviders.webhooks(contexts)
                .of(new AttemptContext(LookedInto.unknown().attempt().accepted().job(), attempt, 0, null));
    }

    private static Listing.Listed item(String id, @Nullable String webhook, @Nullable String input) throws IOException {
        JsonNode tree = input == null ? null : JsonConfiguration.json().readTree(input.replace('\'', '"'));
        return new Listing.Listed(
                new Prediction(id, null, new Progress.Running(), Ran.UNKNOWN, new Report() {
                    @Override
                    public byte[] bytes() {
                        return new byte[0];
                    }

                    @Override
                    public byte[] withoutOutput() {
                        return new byte[0];
                    }
                }),
                webhook,
                tree);
    }
}
