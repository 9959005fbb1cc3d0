package io.vsl.store;

import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.MediaType;
import io.vsl.job.Output;
import io.vsl.store.media.MediaFacts;
import io.vsl.store.media.MediaProbe;
import io.vsl.store.media.Thumbnail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fetches one output, finds out what it is, and says which files are to be stored of it. */
@Component("prepareOutput")
class PrepareOutput {

    private final FetchOutput fetchOutput;
    private final Thumbnail thumbnail = new Thumbnail();

    PrepareOutput(FetchOutput fetchOutput) {
        this.fetchOutput = fetchOutput;
    }

    /** The original and, of an image, its thumbnail. A broken image is kept without one, and the output says why. */
    public List<StoredFile> prepare(StoreTask.Part part) throws IOException {
        FetchOutput.Fetched fetched = fetchOutput.fetch(part);
        MediaFacts facts = MediaProbe.probe(part.file());
        requireKind(facts, part.task().generated().job());

        List<StoredFile> files = new ArrayList<>();
        String original = part.fileName("original", facts.extension());
        files.add(new StoredFile(part.task().s3Path() + "/" + original, facts.contentType(), part.file().toFile()));

        String thumbnailFile = null;
        String thumbnailError = null;
        if (facts.mediaType().equals(Optional.of(MediaType.IMAGE))) {
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            if (thumbnail.make(part.file(), facts, jpeg) instanceof Thumbnail.Result.Refused refused) {
                thumbnailError = refused.reason();
            } else {
                thumbnailFile = part.fileName("thumbnail", "jpg");
                files.add(new StoredFile(part.task().s3Path() + "/" + thumbnailFile, "image/jpeg", jpeg.toByteArray()));
            }
        }
        part.task().stored(part, new Output(original, thumbnailFile, thumbnailError, facts.contentType(), fetched.size(),
                fetched.sha256(), decimal(facts.duration()), facts.width(), facts.height(), decimal(facts.fps())));
        return files;
    }

    private static void requireKind(MediaFacts facts, Job job) {
        if (!facts.mediaType().equals(Optional.ofNullable(job.mediaType()))) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED,
                    "The output is %s, not %s".formatted(facts.contentType(), job.mediaType()));
        }
    }

    private static @Nullable BigDecimal decimal(@Nullable Double value) {
        return value == null ? null : BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
    }
}
