package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vsl.provider.Listing;
import io.vsl.provider.Prediction;
import io.vsl.provider.Provider;
import io.vsl.provider.Reading;
import io.vsl.provider.Reply;
import java.io.IOException;
import java.util.Map;

/** Whatever Replicate says, in an answer or in a webhook, something can be made of it. */
class ReplicateFuzzTest {

    private static final Provider REPLICATE = TestReplicate.create();

    private static final int[] STATUSES = {200, 201, 400, 401, 402, 404, 422, 429, 500, 503};

    @FuzzTest(maxDuration = "1m")
    void anyBytesMeanSomething(byte[] bytes) {
        Reading reading = REPLICATE.read(bytes);
        // What travels to settle is read there as it was read here.
        Reading again = REPLICATE.read(reading.report().bytes());
        assertThat(again.getClass()).isEqualTo(reading.getClass());
        REPLICATE.read(reading.report().withoutOutput());
        if (reading instanceof Prediction prediction && again instanceof Prediction travelled) {
            assertThat(travelled.id()).isEqualTo(prediction.id());
            assertThat(travelled.createdAt()).isEqualTo(prediction.createdAt());
            assertThat(travelled.progress()).isEqualTo(prediction.progress());
        }
        for (int status : STATUSES) {
            Reply reply = new Reply.Answer(status, Map.of(), bytes);
            assertThat(REPLICATE.created(reply)).isNotNull();
            assertThat(REPLICATE.looked("hpzg0hhs18", reply)).isNotNull();
            assertThat(REPLICATE.cancelled(reply)).isNotNull();
        }
        try {
            Listing.Page page = REPLICATE.listing().orElseThrow().read(new Reply.Answer(200, Map.of(), bytes));
            assertThat(page.results()).isNotNull();
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("java.");
        }
    }
}
