package io.vsl.compile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Compilation;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobResult;
import io.vsl.job.JobStored;
import io.vsl.job.Output;
import io.vsl.media.CantRender;
import io.vsl.media.JoinVideos;
import io.vsl.media.JoinVideos.Joined;
import io.vsl.platform.metrics.DiskRoom;
import io.vsl.platform.objects.JsonFile;
import io.vsl.platform.objects.StoredFile;
import io.vsl.platform.security.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes the video, and says what is stored of it. */
@Component("joinSources")
public class JoinSources {

    private static final Logger LOG = LoggerFactory.getLogger(JoinSources.class);

    private static final String FILE = "original.mp4";
    private static final String TYPE = "video/mp4";

    private final JoinVideos joinVideos;
    private final CompileProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    JoinSources(JoinVideos joinVideos, CompileProperties properties, ObjectMapper json, Clock clock) {
        this.joinVideos = joinVideos;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Of the files as they were fetched.
     *
     * @throws CantCompile when they can't be joined, or the time is over
     * @throws NotYet      when the time of its poll is over
     * @throws IOException when the disk is away
     */
    public CompiledFiles join(CompileTask task) throws IOException {
        Joined joined = joined(task);
        LOG.atInfo()
                .addKeyValue("action", "compile")
                .addKeyValue("jobId", task.job().jobId())
                .addKeyValue("seconds", joined.seconds())
                .log(joined.isCopied() ? "The videos are joined as they are" : "The videos are encoded anew");
        Path video = task.joined();
        Output output = new Output(
                FILE,
                "",
                Output.Derived.NONE,
                new Output.Content(TYPE, null, Files.size(video), sha256(video)),
                Output.Measures.NONE,
                Output.Traits.NONE);
        JobStored stored = new JobStored(
                task.job().processing(),
                Compilation.ATTEMPT,
                new JobResult(task.s3Path(), List.of(output), Map.of(), List.of(), 0),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return new CompiledFiles(
                new StoredFile(task.s3Path() + "/" + FILE, TYPE, video.toFile()),
                new JsonFile(task.storedKey(), json.writeValueAsBytes(stored)));
    }

    private Joined joined(CompileTask task) throws IOException {
        try {
            return joinVideos.join(task.wanted(), task.folder(), task.joined(), properties.most(), task.deadline());
        } catch (CantRender reason) {
            String message = String.valueOf(reason.getMessage());
            if (DiskRoom.isFull(message)) {
                throw new IOException(message, reason);
            }
            throw task.deadline().isOver()
                    ? task.tookTooLong(properties.timeout())
                    : new CantCompile(ErrorCode.COMPILATION_FAILED, "The videos can't be joined: " + message);
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
