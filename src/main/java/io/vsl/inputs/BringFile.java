package io.vsl.inputs;

import io.vsl.inputs.InputTask.Part;
import io.vsl.media.FileType;
import io.vsl.platform.aws.AwsProperties;
import io.vsl.platform.aws.InputProperties;
import io.vsl.platform.copy.Arriving;
import io.vsl.platform.copy.FetchFile;
import io.vsl.platform.copy.FileAway;
import io.vsl.platform.copy.FileRefused;
import io.vsl.platform.copy.FileRules;
import io.vsl.platform.copy.SendParts;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.objects.StoredFile;
import io.vsl.platform.url.DataUrl;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.ExchangeException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/** Brings one file from where its caller has it to S3, and finds out on the way what it is. */
@Component("bringFile")
public class BringFile {

    /** What tells the type of an upload stands in its first bytes. */
    private static final int HEAD = 1 << 20;

    private final FetchFile fetchFile;
    private final SendParts sendParts;
    private final Fence fence;
    private final InputProperties properties;
    private final AwsProperties aws;

    BringFile(FetchFile fetchFile, SendParts sendParts, Fence fence, InputProperties properties, AwsProperties aws) {
        this.fetchFile = fetchFile;
        this.sendParts = sendParts;
        this.fence = fence;
        this.properties = properties;
        this.aws = aws;
    }

    public List<Part> begin(InputTask task) {
        return task.begin(properties.timeout());
    }

    /**
     * A file that goes to S3.
     *
     * @param content  all of it, or nothing of one that still comes
     * @param arriving what still comes; null of one that is whole
     */
    public record Brought(
            Part part,
            String key,
            String contentType,
            byte[] content,
            @Nullable Arriving arriving) {

        public boolean isWhole() {
            return arriving == null;
        }
    }

    /** Of a file that isn't in S3: what it is, by its first part. */
    public Brought fetch(Part part) throws IOException {
        try {
            if (DataUrl.isMeant(part.given())) {
                DataUrl data = DataUrl.parse(part.given());
                requireSize(part, data.content().length);
                return brought(part, data.content(), new Said(data.contentType(), ""), null);
            }
            Arriving file = fetchFile.begin(WebUrl.parse(part.given()), rules(part));
            part.task().arrives(file);
            if (file.first().length == 0) {
                throw new FileRefused("is empty");
            }
            Said said = new Said(file.contentType(), file.name());
            return brought(part, file.first(), said, file.isWhole() ? null : file);
        } catch (InvalidUrl e) {
            throw new FileRefused(String.valueOf(e.getMessage()));
        }
    }

    /** What its host, or its URL, says of it. */
    private record Said(@Nullable String contentType, String name) {}

    private FileRules rules(Part part) throws FileAway {
        return new FileRules(this::refusal, DataSize.ofBytes(largest(part)), part.timeLeft());
    }

    private Optional<String> refusal(WebUrl url) {
        return fence.refusalOfFile(url).map(why -> "is at, or leads to, a URL that " + why);
    }

    private static Brought brought(Part part, byte[] first, Said said, @Nullable Arriving arriving) {
        FileType type = type(part, first, said);
        // The first part of many is let go as soon as it is sent.
        byte[] content = arriving == null ? first : new byte[0];
        return new Brought(part, part.key(type.extension()), type.contentType(), content, arriving);
    }

    /** The rest of it goes to S3 as it comes. */
    public void send(Brought brought) throws IOException {
        sendParts.send(
                Objects.requireNonNull(brought.arriving()),
                new StoredFile(brought.key(), brought.contentType(), brought.content()));
    }

    /**
     * An upload as S3 has it.
     *
     * @param eTag of what was looked at: what is put in its place meanwhile is not taken
     */
    public record Found(Part part, long size, @Nullable String contentType, String eTag) {

        public String key() {
            return part.uploadKey();
        }

        public long last() {
            return Math.min(size, HEAD) - 1;
        }
    }

    /** Of it alone, should another be put in its place meanwhile. */
    public GetObjectRequest firstBytes(Found found) {
        return GetObjectRequest.builder()
                .bucket(aws.s3Bucket())
                .key(found.key())
                .ifMatch(found.eTag())
                .range("bytes=0-" + found.last())
                .build();
    }

    /** With the head of its object. */
    public Found found(Part part, HeadObjectResponse head) throws FileAway {
        part.timeLeft();
        if (head.contentLength() == 0) {
            throw new FileRefused("is empty");
        }
        requireSize(part, head.contentLength());
        return new Found(part, head.contentLength(), head.contentType(), head.eTag());
    }

    /** The copy that is to be made of an upload, which is as the job found it and stays for a day. */
    public record Copied(Part part, CopyObjectRequest request) {}

    /** With its first bytes. */
    public Copied looked(Found found, InputStream first) throws IOException {
        Part part = found.part();
        FileType type;
        try (first) {
            type = type(part, first.readNBytes(HEAD), new Said(found.contentType(), ""));
        }
        CopyObjectRequest request = CopyObjectRequest.builder()
                .sourceBucket(aws.s3Bucket())
                .sourceKey(found.key())
                .copySourceIfMatch(found.eTag())
                .destinationBucket(aws.s3Bucket())
                .destinationKey(part.key(type.extension()))
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType(type.contentType())
                .build();
        return new Copied(part, request);
    }

    /** That media are what they are their bytes alone tell: neither a name nor a host does. */
    private static FileType type(Part part, byte[] first, Said said) {
        FileType type = FileType.of(first, null, "");
        if (type.mediaType().isEmpty()) {
            FileType other = FileType.of(first, said.contentType(), said.name());
            type = other.mediaType().isEmpty() ? other : type;
        }
        if (!part.file().accepts(type.contentType())) {
            throw new FileRefused("must be %s, and is %s"
                    .formatted(String.join(" or ", part.file().accept()), type.contentType()));
        }
        return type;
    }

    private void requireSize(Part part, long size) {
        if (size > largest(part)) {
            throw new FileRefused("is larger than %d bytes".formatted(largest(part)));
        }
    }

    private long largest(Part part) {
        long most = properties.maxSize().toBytes();
        Long ofParameter = part.file().maxSize();
        return ofParameter == null ? most : Math.min(most, ofParameter);
    }

    /** It is in S3. */
    public FileEnd kept(Brought brought) {
        return new FileEnd.Kept(brought.key());
    }

    /** The same of an upload. */
    public FileEnd copied(Copied copied) {
        return new FileEnd.Kept(copied.request().destinationKey());
    }

    /** There is no such upload. */
    public FileEnd missing() {
        return new FileEnd.Refused("names no upload of the user that is there: an upload is kept for a day");
    }

    /** What stopped it. */
    public FileEnd stopped(@ExchangeException Exception reason) {
        return FileEnd.of(reason);
    }

    /** The task knows how its file ended, and nothing is held for it any more. */
    public Part end(Part part, FileEnd end) {
        part.task().end(end);
        return part;
    }
}
