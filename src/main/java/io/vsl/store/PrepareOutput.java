package io.vsl.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ErrorCode;
import io.vsl.job.Output;
import io.vsl.media.FileType;
import io.vsl.platform.objects.StoredFile;
import io.vsl.platform.security.Sha256;
import io.vsl.platform.url.DataUrl;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import io.vsl.provider.OutputRules;
import io.vsl.store.FetchOutput.Fetched;
import io.vsl.store.StoreTask.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Fetches one file of the output, and finds out what it is. */
@Component("prepareOutput")
class PrepareOutput {

    private final FetchOutput fetchOutput;
    private final OutputRules rules;
    private final ObjectMapper json;

    PrepareOutput(FetchOutput fetchOutput, OutputRules rules, ObjectMapper json) {
        this.fetchOutput = fetchOutput;
        this.rules = rules;
        this.json = json;
    }

    /**
     * The file as it is; nothing of one that can't be had.
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

    private static PreparedFiles files(Part part, Fetched fetched) throws IOException {
        FileType type = FileType.of(part.file(), fetched.contentType(), fetched.name());
        String original = part.fileName("original", type.extension());
        StoredFile file = new StoredFile(
                part.task().s3Path() + "/" + original,
                type.contentType(),
                part.file().toFile());
        Output output = new Output(
                original,
                part.place(),
                Output.Derived.NONE,
                new Output.Content(
                        type.contentType(),
                        type.otherwiseDeclared(fetched.contentType()).orElse(null),
                        fetched.size(),
                        fetched.sha256()),
                Output.Measures.NONE,
                Output.Traits.NONE);
        return new PreparedFiles(List.of(file), new FileEnd.Kept(part.index(), output));
    }
}
