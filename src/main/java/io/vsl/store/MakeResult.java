package io.vsl.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vsl.job.JobResult;
import io.vsl.job.MediaType;
import io.vsl.job.Output;
import io.vsl.job.Warning;
import io.vsl.platform.url.DataUrl;
import io.vsl.store.StoreTask.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is said of a job's files once they are stored: which come first, and what is odd. */
final class MakeResult {

    private static final String UNKNOWN = "application/octet-stream";

    private MakeResult() {}

    static JobResult of(StoredSoFar stored) {
        StoreTask task = stored.task();
        MediaType wanted = Objects.requireNonNull(task.generated().job().mediaType());
        List<Output> outputs = stored.outputs().values().stream()
                .sorted(Comparator.comparing(output -> !is(wanted, output)))
                .toList();
        return new JobResult(
                task.s3Path(),
                outputs,
                values(stored),
                warnings(stored, wanted, outputs),
                task.generated().missingOutputs());
    }

    private static boolean is(MediaType wanted, Output output) {
        return MediaType.ofContent(output.contentType()).equals(Optional.of(wanted));
    }

    /** A link whose file is not kept is a value like others. */
    private static Map<String, JsonNode> values(StoredSoFar stored) {
        StoreTask task = stored.task();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (!task.areValuesAFile()) {
            values.putAll(task.generated().values());
        }
        for (Part part : task.parts()) {
            String url = part.url();
            if (stored.missing().containsKey(part.index()) && url != null && !DataUrl.isMeant(url)) {
                values.put(part.place(), new TextNode(url));
            }
        }
        return values;
    }

    private static List<Warning> warnings(StoredSoFar stored, MediaType wanted, List<Output> outputs) {
        StoreTask task = stored.task();
        List<Warning> warnings = new ArrayList<>();
        stored.missing()
                .forEach((index, reason) -> warnings.add(new Warning(
                        task.parts().get(index).place(),
                        Warning.Code.OUTPUT_MISSING,
                        "The file " + reason.getMessage())));
        if (task.generated().leftOut() > 0) {
            warnings.add(new Warning(
                    "",
                    Warning.Code.OUTPUT_MISSING,
                    "%d files and values are not kept, or not whole: there are too many, or they are too large or too deep"
                            .formatted(task.generated().leftOut())));
        }
        String gone = task.generated().outputsGone();
        if (gone != null) {
            warnings.add(new Warning(
                    "", Warning.Code.OUTPUT_MISSING, "What was not stored of the output before is gone: " + gone));
        } else if (task.generated().outputUrls().isEmpty()) {
            warnings.add(new Warning("", Warning.Code.NO_FILE, "The model gave no file; what it said is kept as one"));
        } else if (task.areValuesAFile()) {
            warnings.add(new Warning(
                    "", Warning.Code.LARGE_VALUES, "What the model said beside its files is large and kept as a file"));
        }
        boolean isNoneWanted = outputs.stream().noneMatch(output -> is(wanted, output));
        for (Output output : outputs) {
            String place = Objects.requireNonNullElse(output.place(), "");
            if (output.content().fileSize() == 0) {
                warnings.add(new Warning(place, Warning.Code.EMPTY_FILE, "The file is empty"));
            } else if (output.contentType().equals(UNKNOWN)) {
                warnings.add(new Warning(
                        place,
                        Warning.Code.UNKNOWN_TYPE,
                        "The file is kept as %s: its type is unknown, or a page or a script".formatted(UNKNOWN)));
            } else if (isNoneWanted && !task.generated().outputUrls().isEmpty()) {
                warnings.add(new Warning(
                        place,
                        Warning.Code.UNEXPECTED_TYPE,
                        "The file is %s, not %s".formatted(output.contentType(), wanted.value())));
            } else if (output.content().declaredType() != null) {
                warnings.add(new Warning(
                        place,
                        Warning.Code.DECLARED_OTHERWISE,
                        "The file is %s, though its host declared %s"
                                .formatted(
                                        output.contentType(), output.content().declaredType())));
            }
        }
        return warnings;
    }
}
