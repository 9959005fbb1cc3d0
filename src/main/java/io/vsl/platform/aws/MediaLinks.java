package io.vsl.platform.aws;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * URLs of stored files: on the CDN where there is one, else presigned, since the bucket is never public. A presigned one
 * is given out again for a short part of its life: a client that asks every second would have one signed every second.
 */
@Component
public class MediaLinks {

    private static final int MAX_CACHED = 20_000;

    private static final int PART_OF_LIFE = 15;

    private final @Nullable String cdn;
    private final PresignLink presignLink;
    private final Duration keptFor;
    private final LoadingCache<String, String> presigned;

    MediaLinks(PresignLink presignLink, AwsProperties properties) {
        this.cdn = properties.mediaBaseUrl() == null
                ? null
                : properties.mediaBaseUrl().toString().replaceAll("/+$", "");
        this.presignLink = presignLink;
        this.keptFor = properties.linkTtl().dividedBy(PART_OF_LIFE);
        this.presigned = Caffeine.newBuilder()
                .maximumSize(MAX_CACHED)
                .expireAfterWrite(keptFor)
                // Its own work is less than handing it to another thread.
                .executor(Runnable::run)
                .build(presignLink::of);
    }

    /** How long a link may be kept by whoever is given one: for as short a part of its life, so that it outlives that by far. */
    public Duration keptFor() {
        return keptFor;
    }

    /**
     * To save the file. It is presigned where there is a CDN, too, which need not say a name of ours.
     *
     * @param fileName of ASCII letters, digits, dots, hyphens and underscores
     */
    public String download(String key, String fileName) {
        return presignLink.of(key, "attachment; filename=\"" + fileName + "\"");
    }

    public String url(String key) {
        return cdn == null ? presigned.get(key) : cdn + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    }
}
