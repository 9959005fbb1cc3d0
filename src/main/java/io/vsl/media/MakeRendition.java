package io.vsl.media;

import io.vsl.job.Decimals;
import io.vsl.job.Output;
import io.vsl.media.Rendition.Kind;
import io.vsl.media.Rendition.Made;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Rendition} as it comes about, step by step. */
final class MakeRendition {

    private final List<Made> files = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private Output.Measures measures = Output.Measures.NONE;
    private Output.Traits traits = Output.Traits.NONE;

    void made(Kind kind, byte[] content) {
        files.add(new Made(kind, content));
    }

    void failed(String reason) {
        failures.add(reason);
    }

    void facts(Facts facts) {
        measures = new Output.Measures(
                decimal(facts.seconds), whole(facts.width), whole(facts.height), decimal(facts.fps));
        traits = facts.traits;
    }

    Rendition end() {
        return new Rendition(files, measures, traits, failures);
    }

    /** What is known; 0 is unknown. */
    record Facts(double seconds, int width, int height, double fps, Output.Traits traits) {

        Facts(double seconds, int width, int height, double fps) {
            this(seconds, width, height, fps, Output.Traits.NONE);
        }

        Facts with(Output.Traits others) {
            return new Facts(seconds, width, height, fps, others);
        }
    }

    private static @Nullable Integer whole(int value) {
        return value > 0 ? value : null;
    }

    /** To a thousandth; what makes no sense is unknown. */
    private static @Nullable BigDecimal decimal(double value) {
        if (!Double.isFinite(value) || value < 0.0005 || value >= 100_000_000) {
            return null;
        }
        return Decimals.plain(BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP));
    }
}
