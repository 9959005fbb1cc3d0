package io.vsl.bench.reference;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Presigned links, each given out again for a minute, as the application does. */
final class Links {

    private static final Duration LIFE = Duration.ofMinutes(15);

    private static final long KEPT = Duration.ofMinutes(1).toNanos();

    private final S3Presigner presigner;
    private final String bucket;
    private final Map<String, Link> links = new ConcurrentHashMap<>();

    Links(Clients clients) {
        this.presigner = clients.presigner();
        this.bucket = Objects.requireNonNull(clients.environment().get("S3_BUCKET"), "S3_BUCKET");
    }

    private record Link(String url, long made) {}

    String url(String key) {
        long now = System.nanoTime();
        Link known = links.get(key);
        if (known == null || now - known.made() > KEPT) {
            known = new Link(presign(key), now);
            links.put(key, known);
        }
        return known.url();
    }

    private String presign(String key) {
        return presigner
                .presignGetObject(presign -> presign.signatureDuration(LIFE)
                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
                .url()
                .toString();
    }
}
