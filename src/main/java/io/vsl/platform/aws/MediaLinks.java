package io.vsl.platform.aws;

import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** URLs of stored files: on the CDN where there is one, else presigned, since the bucket is never public. */
@Component
public class MediaLinks {

    private final S3Presigner presigner;
    private final AwsProperties properties;

    MediaLinks(S3Presigner presigner, AwsProperties properties) {
        this.presigner = presigner;
        this.properties = properties;
    }

    public String url(String key) {
        if (properties.mediaBaseUrl() != null) {
            String base = properties.mediaBaseUrl().toString();
            return (base.endsWith("/") ? base : base + "/") + key;
        }
        return presigner.presignGetObject(presign -> presign
                .signatureDuration(properties.linkTtl())
                .getObjectRequest(get -> get.bucket(properties.s3Bucket()).key(key))).url().toString();
    }
}
