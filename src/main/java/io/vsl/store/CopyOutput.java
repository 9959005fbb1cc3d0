package io.vsl.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vsl.job.ErrorCode;
import io.vsl.job.Output;
import io.vsl.media.FileType;
import io.vsl.platform.Deadline;
import io.vsl.platform.copy.Arriving;
import io.vsl.platform.copy.FetchFile;
import io.vsl.platform.copy.FileAway;
import io.vsl.platform.copy.FileRefused;
import io.vsl.platform.copy.FileRules;
import io.vsl.platform.copy.SendParts;
import io.vsl.platform.objects.StoredFile;
import io.vsl.platform.security.Sha256;
import io.vsl.platform.url.DataUrl;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import io.vsl.provider.OutputHosts;
import io.vsl.provider.OutputRules;
import io.vsl.store.OutputOnItsWay.Found;
import io.vsl.store.StoreTask.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.ExchangeException;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings one file of the output from where the model left it to S3, and finds out on the way what it is. */
@Component("copyOutput")
public class CopyOutput {

    private final FetchFile fetchFile;
    private final SendParts sendParts;
    private final OutputRules rules;
    private final OutputHosts hosts;
    private final ObjectMapper json;
    private final Clock clock;
    private final MeterRegistry meters;

    CopyOutput(
            FetchFile fetchFile,
            SendParts sendParts,
            OutputRules rules,
            OutputHosts hosts,
            ObjectMapper json,
            Clock clock,
            MeterRegistry meters) {
        this.fetchFile = fetchFile;
        this.sendParts = sendParts;
        this.rules = rules;
        this.hosts = hosts;
        this.json = json;
        this.clock = clock;
        this.meters = meters;
    }

    private static Optional<String> refusal(WebUrl url, OutputHosts hosts) {
        return hosts.allow(url)
                ? Optional.empty()
                : Optional.of("is on a host that is not allowed: %s://%s".formatted(url.scheme(), url.authority()));
    }

    public OutputOnItsWay begin(Part part) {
        return new OutputOnItsWay(part);
    }

    /**
     * Its first part is here, which tells what it is.
     *
     * @throws NotYet when its poll has too little time left for it
     */
    public void fetch(OutputOnItsWay output) throws IOException {
        output.part().task().requireTime();
        String url = output.part().url();
        if (url == null) {
            written(output);
            return;
        }
        try {
            if (DataUrl.isMeant(url)) {
                DataUrl data = DataUrl.parse(url);
                output.is(whole(output.part(), data.content(), data.contentType(), ""));
            } else {
                Arriving file = fetchFile.begin(WebUrl.parse(url), files(output.part()));
                output.arrives(file);
                FileType type = FileType.of(file.first(), file.contentType(), file.name());
                // The first part of many is let go as soon as it is sent.
                output.is(found(output.part(), type, file.contentType(), file.isWhole() ? file.first() : new byte[0]));
            }
        } catch (InvalidUrl e) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED, "can't be fetched: its URL " + e.getMessage());
        }
    }

    /** It may take as long as any, and no longer than its poll. */
    private FileRules files(Part part) {
        Deadline deadline = part.task().polled().end().orAfter(rules.timeout());
        return new FileRules(url -> refusal(url, hosts), rules.maxSize(), deadline.left());
    }

    private void written(OutputOnItsWay output) throws IOException {
        Object said = output.part().task().said();
        output.is(
                said instanceof JsonNode node && node.isTextual()
                        ? whole(
                                output.part(),
                                node.textValue().getBytes(StandardCharsets.UTF_8),
                                "text/plain",
                                "output.txt")
                        : whole(output.part(), json.writeValueAsBytes(said), "application/json", "output.json"));
    }

    private static Found whole(Part part, byte[] content, String declaredType, String name) {
        return found(part, FileType.of(content, declaredType, name), declaredType, content);
    }

    private static Found found(Part part, FileType type, @Nullable String declaredType, byte[] content) {
        String file = part.fileName("original", type.extension());
        return new Found(
                new StoredFile(part.task().s3Path() + "/" + file, type.contentType(), content),
                file,
                type.otherwiseDeclared(declaredType).orElse(null));
    }

    /** The rest of it goes to S3 as it comes. */
    public void send(OutputOnItsWay output) throws IOException {
        Timer.Sample begun = Timer.start(meters);
        sendParts.send(Objects.requireNonNull(output.arriving()), output.object());
        begun.stop(meters.timer("S3UploadTime"));
    }

    /** It is in S3. */
    public FileEnd kept(OutputOnItsWay output) {
        Arriving file = output.arriving();
        byte[] content = (byte[]) output.object().content();
        Output kept = new Output(
                output.found().file(),
                output.part().place(),
                Output.Derived.NONE,
                new Output.Content(
                        output.object().contentType(),
                        output.found().declaredType(),
                        file == null ? content.length : file.size(),
                        file == null ? Sha256.hex(content) : file.sha256()),
                Output.Measures.NONE,
                Output.Traits.NONE);
        output.close();
        return new FileEnd.Kept(output.part().index(), kept);
    }

    /** What stopped it. */
    public FileEnd failed(OutputOnItsWay output, @ExchangeException Exception thrown) {
        output.close();
        int index = output.part().index();
        CantStore impossible = ObjectHelper.getException(CantStore.class, thrown);
        if (impossible != null) {
            return new FileEnd.Missing(index, impossible);
        }
        FileRefused refused = ObjectHelper.getException(FileRefused.class, thrown);
        if (refused != null) {
            return new FileEnd.Missing(index, new CantStore(ErrorCode.OUTPUT_REJECTED, message(refused)));
        }
        NotYet late = ObjectHelper.getException(NotYet.class, thrown);
        if (late != null) {
            return new FileEnd.Late(late);
        }
        FileAway away = ObjectHelper.getException(FileAway.class, thrown);
        return away == null ? new FileEnd.Failed(thrown) : away(output.part(), away);
    }

    /** What isn't there while Replicate keeps it may be there yet, and so may what was cut off for others' sake. */
    private FileEnd away(Part part, FileAway away) {
        if (part.task().isTimeOver() && !away.isGone()) {
            return new FileEnd.Late(NotYet.noTime());
        }
        Instant until = part.task().generated().generatedAt().plus(rules.kept());
        if (!clock.instant().isAfter(until)) {
            return new FileEnd.Late(new NotYet(message(away)));
        }
        return new FileEnd.Missing(
                part.index(),
                new CantStore(
                        ErrorCode.OUTPUT_EXPIRED,
                        away.isGone()
                                ? "is no longer at Replicate"
                                : "could not be fetched while Replicate kept it: " + message(away)));
    }

    private static String message(Exception thrown) {
        return String.valueOf(thrown.getMessage());
    }
}
