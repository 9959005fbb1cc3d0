package io.vsl.bench.reference;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import net.coobird.thumbnailator.Thumbnails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The output of a prediction, a JPEG, as it goes to S3: itself and a thumbnail. */
record OutputFiles(S3Client s3, String bucket, HttpClient http) {

    private static final int LONGEST_SIDE = 320;

    /** The member {@code result} of the completed job. */
    ObjectNode store(ObjectNode job, URI output) throws IOException, InterruptedException, GeneralSecurityException {
        byte[] original = fetch(output);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(original));
        ByteArrayOutputStream thumbnail = new ByteArrayOutputStream();
        Thumbnails.of(image)
                .size(LONGEST_SIDE, LONGEST_SIDE)
                .outputFormat("jpg")
                .toOutputStream(thumbnail);

        String path = "images/%s/%s/%s"
                .formatted(
                        job.path("userId").asText(),
                        job.path("createdAt")
                                .asText()
                                .substring(0, "2026-01-01".length())
                                .replace('-', '/'),
                        job.path("jobId").asText());
        put(path + "/original.jpg", "image/jpeg", original);
        put(path + "/thumbnail.jpg", "image/jpeg", thumbnail.toByteArray());
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("s3Path", path);
        result.putArray("outputs")
                .addObject()
                .put("file", "original.jpg")
                .put("thumbnail", "thumbnail.jpg")
                .put("contentType", "image/jpeg")
                .put("fileSize", original.length)
                .put(
                        "sha256",
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(original)))
                .put("width", image.getWidth())
                .put("height", image.getHeight());
        return result;
    }

    void put(String key, String contentType, byte[] content) {
        s3.putObject(put -> put.bucket(bucket).key(key).contentType(contentType), RequestBody.fromBytes(content));
    }

    private byte[] fetch(URI output) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(output).timeout(Duration.ofMinutes(5)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("The output can't be fetched: status " + answer.statusCode());
        }
        return answer.body();
    }
}
