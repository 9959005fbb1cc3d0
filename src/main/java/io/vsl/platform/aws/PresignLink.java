package io.vsl.platform.aws;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.utils.CompletableFutureUtils;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Presigns the URL to read or write an object with the SDK's signer. {@code S3Presigner} takes three times as long for the same URL:
 * it asks anew for each where the bucket is.
 */
@Component
class PresignLink {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsProvider credentials;
    private final Duration life;
    private final URI bucket;
    private final SigV4AuthScheme scheme;

    PresignLink(AwsCredentialsProvider credentials, AwsProperties properties) {
        this.credentials = credentials;
        this.life = properties.linkTtl();
        Endpoint endpoint = CompletableFutureUtils.joinLikeSync(S3EndpointProvider.defaultProvider()
                .resolveEndpoint(where -> where.region(Region.of(properties.region()))
                        .bucket(properties.s3Bucket())
                        .forcePathStyle(properties.s3Endpoint() != null)
                        .endpoint(
                                properties.s3Endpoint() == null
                                        ? null
                                        : properties.s3Endpoint().toString())));
        this.bucket = endpoint.url();
        this.scheme = scheme(endpoint.attribute(AwsEndpointAttribute.AUTH_SCHEMES));
    }

    private static SigV4AuthScheme scheme(List<EndpointAuthScheme> schemes) {
        return schemes.stream()
                .filter(SigV4AuthScheme.class::isInstance)
                .map(SigV4AuthScheme.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Only buckets whose requests SigV4 signs can be used"));
    }

    String of(String key) {
        return of(key, null);
    }

    /** @param disposition the {@code Content-Disposition} of S3's answer; null: that of the object */
    String of(String key, @Nullable String disposition) {
        SdkHttpRequest.Builder get = request(SdkHttpMethod.GET, key);
        if (disposition != null) {
            get.putRawQueryParameter("response-content-disposition", disposition);
        }
        return sign(get.build(), life);
    }

    /** To read an object, for so long; role credentials may end sooner. */
    String toRead(String key, Duration time) {
        return sign(request(SdkHttpMethod.GET, key).build(), time);
    }

    /** To write an object, for so long, with exactly these headers. */
    String toWrite(String key, Map<String, String> headers, Duration time) {
        SdkHttpRequest.Builder put = request(SdkHttpMethod.PUT, key);
        headers.forEach(put::putHeader);
        return sign(put.build(), time);
    }

    private SdkHttpRequest.Builder request(SdkHttpMethod method, String key) {
        return SdkHttpRequest.builder()
                .method(method)
                .uri(bucket)
                .encodedPath(bucket.getRawPath() + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key));
    }

    private String sign(SdkHttpRequest request, Duration time) {
        AwsCredentialsIdentity identity = CompletableFutureUtils.joinLikeSync(credentials.resolveIdentity());
        return signer.sign(sign -> sign.identity(identity)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, scheme.signingName())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, scheme.signingRegion())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !scheme.disableDoubleEncoding())
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, time))
                .request()
                .getUri()
                .toString();
    }
}
