package io.vsl.platform.aws;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * URLs of stored files: on the CDN where there is one, else presigned, since the bucket is never public. A presigned one
 * is given out again for a short part of its life: a client that asks every second would have one signed every second.
 */
@Component
public class MediaLinks {

    private static final int MAX_CACHED = 20_000;

    private static final int PART_OF_LIFE = 15;

    private final S3Presigner presigner;
    private final AwsProperties properties;
    private final LoadingCache<String, String> presigned;

    MediaLinks(S3Presigner presigner, AwsProperties properties) {
        this.presigner = presigner;
        this.properties = properties;
        this.presigned = Caffeine.newBuilder()
                .maximumSize(MAX_CACHED)
                .expireAfterWrite(properties.linkTtl().dividedBy(PART_OF_LIFE))
                .build(this::presign);
    }

    public String url(String key) {
        if (properties.mediaBaseUrl() != null) {
            return properties.mediaBaseUrl().toString().replaceAll("/+$", "") + "/"
                    + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
        }
        return presigned.get(key);
    }

    private String presign(String key) {
        return presigner
                .presignGetObject(presign -> presign.signatureDuration(properties.linkTtl())
                        .getObjectRequest(
                                get -> get.bucket(properties.s3Bucket()).key(key)))
                .url()
                .toString();
    }
}
