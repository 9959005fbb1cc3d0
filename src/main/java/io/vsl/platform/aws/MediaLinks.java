package io.vsl.platform.aws;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
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
    private final LoadingCache<String, String> presigned;

    MediaLinks(PresignLink presignLink, AwsProperties properties) {
        this.cdn = properties.mediaBaseUrl() == null
                ? null
                : properties.mediaBaseUrl().toString().replaceAll("/+$", "");
        this.presigned = Caffeine.newBuilder()
                .maximumSize(MAX_CACHED)
                .expireAfterWrite(properties.linkTtl().dividedBy(PART_OF_LIFE))
                // Its own work is less than handing it to another thread.
                .executor(Runnable::run)
                .build(presignLink::of);
    }

    public String url(String key) {
        return cdn == null ? presigned.get(key) : cdn + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    }
}
