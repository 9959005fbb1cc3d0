package io.vsl.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.provider.ContextKeys.Key;
import io.vsl.provider.ContextKeys.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.TransientDataAccessResourceException;

/** When PostgreSQL is asked for keys, and what goes on without it. */
class ContextKeysTest {

    private final List<Row> rows = new ArrayList<>(List.of(row(1)));
    private boolean isAway;
    private int asked;
    private long now = -5;
    private final ContextKeys keys = new ContextKeys(this::table, () -> now);

    @Test
    void theKeyToSignWithIsLookedForOnceAMinute() {
        assertThat(keys.signing().version()).isEqualTo(1);
        rows.add(row(2));

        pass(Duration.ofMinutes(1));
        assertThat(keys.signing().version()).isEqualTo(1);
        assertThat(asked).isEqualTo(1);

        pass(Duration.ofNanos(1));
        assertThat(keys.signing().version()).isEqualTo(2);
        assertThat(keys.signing().version()).isEqualTo(2);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void withoutPostgresTheKnownKeySignsAndOneInAMinuteWaitsForIt() {
        keys.signing();
        isAway = true;

        pass(Duration.ofSeconds(61));
        assertThat(keys.signing().version()).isEqualTo(1);
        assertThat(keys.signing().version()).isEqualTo(1);
        assertThat(asked).isEqualTo(2);

        pass(Duration.ofSeconds(61));
        isAway = false;
        rows.add(row(2));
        assertThat(keys.signing().version()).isEqualTo(2);
    }

    @Test
    void withoutAnyKeyNothingIsSigned() {
        isAway = true;
        assertThatThrownBy(keys::signing).hasMessage("away");

        isAway = false;
        rows.clear();
        assertThatThrownBy(keys::signing).hasMessageContaining("The table context_keys is empty");
        rows.add(row(1));
        assertThat(keys.signing().version()).isEqualTo(1);
    }

    @Test
    void aVersionThatNobodyMayHaveMadeIsLookedForOnceASecond() {
        keys.look(7);
        assertThat(asked).isEqualTo(1);
        assertThat(keys.find(7)).isEmpty();
        rows.add(row(7));

        pass(Duration.ofSeconds(1));
        keys.look(7);
        assertThat(asked).as("too early").isEqualTo(1);

        pass(Duration.ofNanos(1));
        keys.look(7);
        assertThat(keys.find(7)).isPresent();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aVersionThatIsKnownIsNotLookedFor() {
        keys.look(1);
        pass(Duration.ofHours(1));

        keys.look(1);

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void whileNoneIsKnownEachIsLookedFor() {
        rows.clear();
        keys.look(1);
        keys.look(1);

        assertThat(asked).isEqualTo(2);
    }

    private List<Row> table() {
        asked++;
        if (isAway) {
            throw new TransientDataAccessResourceException("away");
        }
        return List.copyOf(rows);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static Row row(int version) {
        return new Row(new Key(version, new byte[] {(byte) version}), true);
    }
}
