package io.vsl.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ErrorCode;
import io.vsl.job.MediaType;
import io.vsl.job.Output;
import io.vsl.platform.security.Sha256;
import io.vsl.platform.url.DataUrl;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import io.vsl.provider.OutputRules;
import io.vsl.store.FetchOutput.Fetched;
import io.vsl.store.StoreTask.Part;
import io.vsl.store.media.MediaFacts;
import io.vsl.store.media.MediaProbe;
import io.vsl.store.media.Thumbnail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fetches one file of the output, finds out what it is, and says which files are to be stored of it. */
@Component("prepareOutput")
class PrepareOutput {

    private final FetchOutput fetchOutput;
    private final OutputRules rules;
    private final ObjectMapper json;
    private final Thumbnail thumbnail = new Thumbnail();

    PrepareOutput(FetchOutput fetchOutput, OutputRules rules, ObjectMapper json) {
        this.fetchOutput = fetchOutput;
        this.rules = rules;
        this.json = json;
    }

    /**
     * The original and, of an image, its thumbnail. A broken image is kept without one, and the output says why. Nothing
     * of a file that can't be had.
     */
    public PreparedFiles prepare(Part part) throws IOException {
        try {
            return files(part, bring(part));
        } catch (CantStore e) {
            return new PreparedFiles(List.of(), new FileEnd.Missing(part.index(), e));
        } catch (NotYet e) {
            return new PreparedFiles(List.of(), new FileEnd.Late(e));
        }
    }

    /** Brings the content of the part to its place on the disk. */
    private Fetched bring(Part part) throws IOException {
        String url = part.url();
        if (url == null) {
            return written(part);
        }
        try {
            if (DataUrl.isMeant(url)) {
                DataUrl data = DataUrl.parse(url);
                return write(part, data.content(), data.contentType(), "");
            }
            Instant until = part.task().generated().generatedAt().plus(rules.kept());
            return fetchOutput.fetch(WebUrl.parse(url), part.file(), until);
        } catch (InvalidUrl e) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED, "can't be fetched: its URL " + e.getMessage());
        }
    }

    private Fetched written(Part part) throws IOException {
        Object said = part.task().said();
        return said instanceof JsonNode node && node.isTextual()
                ? write(part, node.textValue().getBytes(StandardCharsets.UTF_8), "text/plain", "output.txt")
                : write(part, json.writeValueAsBytes(said), "application/json", "output.json");
    }

    private static Fetched write(Part part, byte[] content, String contentType, String name) throws IOException {
        Files.write(part.file(), content);
        return new Fetched(content.length, Sha256.hex(content), contentType, name);
    }

    private PreparedFiles files(Part part, Fetched fetched) throws IOException {
        MediaFacts facts = MediaProbe.probe(part.file(), fetched.contentType(), fetched.name());
        List<StoredFile> files = new ArrayList<>();
        String original = part.fileName("original", facts.extension());
        files.add(new StoredFile(
                part.task().s3Path() + "/" + original,
                facts.contentType(),
                part.file().toFile()));

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
        Output output = new Output(
                original,
                part.place(),
                new Output.Preview(thumbnailFile, thumbnailError),
                new Output.Content(facts.contentType(), fetched.size(), fetched.sha256()),
                new Output.Measures(decimal(facts.duration()), facts.width(), facts.height(), decimal(facts.fps())));
        return new PreparedFiles(files, new FileEnd.Kept(part.index(), output));
    }

    private static @Nullable BigDecimal decimal(@Nullable Double value) {
        return value == null
                ? null
                : BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
    }
}
