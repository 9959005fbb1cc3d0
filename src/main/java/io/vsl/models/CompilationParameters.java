package io.vsl.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Compilation;
import io.vsl.job.JobIds;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.json.JsonFields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of a compilation, which no models.json describes. Whether the jobs are there is not looked at here. */
final class CompilationParameters {

    private static final Set<String> FIELDS = new TreeSet<>(Set.of("jobIds", "audioJobId", "transition"));
    private static final List<String> TRANSITIONS = List.of("crossfade");
    private static final String JOB = "must be the id of a job, a UUID";
    private static final BigDecimal SHORTEST = new BigDecimal("0.1");

    /** How long it usually takes, whatever it is made of, and for each job. */
    private static final Duration TIME = Duration.ofSeconds(5);

    private static final Duration TIME_OF_EACH = Duration.ofSeconds(2);

    private CompilationParameters() {}

    /** Null when anything is wrong, and then the faults are told. */
    static Prepared.@Nullable Accepted prepare(JsonFields given) {
        given.refuseOthers(FIELDS, "is not a parameter of a compilation. It takes: ", "");
        given.require("jobIds");
        List<UUID> jobIds = given.texts("jobIds", Compilation.MOST, CompilationParameters::jobId, "MALFORMED", JOB);
        boolean isAnyWrong = jobIds.isEmpty()
                || jobIds.size() < given.object().path("jobIds").size();
        UUID audio = audio(given);
        ObjectNode transition = transition(given);
        if (!isAnyWrong && jobIds.size() == 1 && !given.has("audioJobId")) {
            given.wrong("jobIds", "OUT_OF_RANGE", "must have at least 2 entries, or 1 beside an audioJobId");
            isAnyWrong = true;
        }
        if (isAnyWrong || audio == null && given.has("audioJobId") || transition == null && given.has("transition")) {
            return null;
        }
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        jobIds.forEach(jobId -> parameters.withArray("jobIds").add(jobId.toString()));
        if (audio != null) {
            parameters.put("audioJobId", audio.toString());
        }
        if (transition != null) {
            parameters.set("transition", transition);
        }
        return new Prepared.Accepted(
                parameters,
                parameters.deepCopy(),
                List.of(),
                1,
                List.of(),
                List.of(),
                TIME.plus(TIME_OF_EACH.multipliedBy(jobIds.size())));
    }

    static PredictionRequest request(Prepared.Accepted prepared) {
        return new PredictionRequest(
                Compilation.PATH, null, prepared.input(), prepared.outputs(), null, Compilation.MAKER);
    }

    private static @Nullable UUID jobId(String text) {
        return JobIds.parse(text).orElse(null);
    }

    private static @Nullable UUID audio(JsonFields given) {
        String text = given.text("audioJobId");
        UUID jobId = text == null ? null : jobId(text);
        if (text != null && jobId == null) {
            given.wrong("audioJobId", "MALFORMED", JOB);
        }
        return jobId;
    }

    private static @Nullable ObjectNode transition(JsonFields given) {
        JsonFields transition = given.fields("transition");
        if (transition == null) {
            return null;
        }
        transition.refuseOthers(Set.of("type", "duration"), "is not a field of a transition; the fields are ", "");
        transition.require("type");
        String type = transition.oneOf("type", TRANSITIONS);
        BigDecimal duration = duration(transition);
        return type == null || duration == null
                ? null
                : JsonNodeFactory.instance.objectNode().put("type", type).put("duration", duration);
    }

    private static @Nullable BigDecimal duration(JsonFields transition) {
        if (!transition.has("duration")) {
            return BigDecimal.ONE;
        }
        BigDecimal duration = transition.decimal("duration");
        if (duration != null && (duration.compareTo(SHORTEST) < 0 || duration.compareTo(Compilation.LONGEST) > 0)) {
            transition.wrong("duration", "OUT_OF_RANGE", "must be a number of seconds from 0.1 to 10");
            return null;
        }
        return duration;
    }
}
