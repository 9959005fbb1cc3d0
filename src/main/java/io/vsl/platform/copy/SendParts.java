package io.vsl.platform.copy;

import io.vsl.platform.aws.AwsProperties;
import io.vsl.platform.copy.Arriving.Piece;
import io.vsl.platform.objects.StoredFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Sends a large file to S3 while it still comes in: a part is read while others are sent. There is an object when all has
 * come, and none otherwise. Camel's component sends one part after the other.
 */
@Component
public class SendParts {

    private static final Logger LOG = LoggerFactory.getLogger(SendParts.class);

    /** The client of the parts has 50 connections. */
    private static final int MOST_AT_ONCE = 32;

    /** Of a part: what the network's side copies is held beside the part. */
    private static final int SLICE = 1 << 20;

    private final S3Client s3;
    private final S3AsyncClient sender;
    private final String bucket;
    private final Semaphore atOnce = new Semaphore(MOST_AT_ONCE);

    SendParts(S3Client s3, S3AsyncClient sender, AwsProperties aws) {
        this.s3 = s3;
        this.sender = sender;
        this.bucket = aws.s3Bucket();
    }

    /**
     * Sends all of it, over what is there.
     *
     * @param object what it is to be; its content is not looked at
     * @throws FileRefused  when the file can't be had, now or later
     * @throws FileAway     when it may be had later
     * @throws IOException  when the thread is interrupted
     * @throws SdkException when S3 is away or refuses it
     */
    public void send(Arriving file, StoredFile object) throws IOException {
        String key = object.key();
        String upload = s3.createMultipartUpload(create -> create.bucket(bucket)
                        .key(key)
                        .contentType(object.contentType())
                        .contentDisposition(object.disposition()))
                .uploadId();
        List<Future<CompletedPart>> parts = new ArrayList<>();
        try {
            for (Piece piece = file.takeFirst(); piece != null; piece = file.next()) {
                parts.add(send(file, piece, new Place(key, upload, parts.size() + 1)));
                requireNoneFailed(parts);
            }
            List<CompletedPart> sent = new ArrayList<>();
            for (Future<CompletedPart> part : parts) {
                sent.add(await(part));
            }
            s3.completeMultipartUpload(complete ->
                    complete.bucket(bucket).key(key).uploadId(upload).multipartUpload(it -> it.parts(sent)));
        } catch (IOException | RuntimeException | Error e) {
            abort(key, upload, parts);
            // A file that came too late because S3 refused its parts is not its host's fault.
            requireNoneFailed(parts);
            throw e;
        }
    }

    /** @param number from 1 on */
    private record Place(String key, String upload, int number) {}

    private Future<CompletedPart> send(Arriving file, Piece piece, Place place) throws InterruptedIOException {
        try {
            atOnce.acquire();
        } catch (InterruptedException e) {
            file.giveBack(piece);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        return sender.uploadPart(
                        part -> part.bucket(bucket)
                                .key(place.key())
                                .uploadId(place.upload())
                                .partNumber(place.number()),
                        AsyncRequestBody.fromByteBuffersUnsafe(slices(piece)))
                .whenComplete((answer, failure) -> {
                    atOnce.release();
                    file.giveBack(piece);
                })
                .thenApply(answer -> completed(place.number(), answer));
    }

    private static ByteBuffer[] slices(Piece piece) {
        ByteBuffer[] slices = new ByteBuffer[Math.ceilDiv(piece.length(), SLICE)];
        for (int i = 0; i < slices.length; i++) {
            int from = i * SLICE;
            slices[i] = ByteBuffer.wrap(piece.bytes(), from, Math.min(SLICE, piece.length() - from))
                    // The SDK sends a buffer from its first byte to its last one.
                    .slice();
        }
        return slices;
    }

    /** With whichever checksum the SDK has sent: S3 wants the same once more. */
    private static CompletedPart completed(int number, UploadPartResponse answer) {
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .checksumCRC32C(answer.checksumCRC32C())
                .checksumCRC64NVME(answer.checksumCRC64NVME())
                .checksumSHA1(answer.checksumSHA1())
                .checksumSHA256(answer.checksumSHA256())
                .build();
    }

    private static void requireNoneFailed(List<Future<CompletedPart>> parts) throws IOException {
        for (Future<CompletedPart> part : parts) {
            if (part.state() == Future.State.FAILED) {
                await(part);
            }
        }
    }

    private static CompletedPart await(Future<CompletedPart> part) throws IOException {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** After its last part has come to an end, since S3 would keep one that comes later. */
    private void abort(String key, String upload, List<Future<CompletedPart>> parts) {
        for (Future<CompletedPart> part : parts) {
            try {
                await(part);
            } catch (IOException | RuntimeException e) {
                // The first of them is told already.
            }
        }
        try {
            s3.abortMultipartUpload(it -> it.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            LOG.atWarn()
                    .addKeyValue("action", "copy")
                    .setCause(e)
                    .log("Parts of a file stay in the bucket until its lifecycle removes them");
        }
    }
}
