package io.vsl.platform.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What the SDK's own presigner says is right, but that it uses an old address in us-east-1. */
class PresignLinkTest {

    private static final AwsCredentials LASTING = AwsBasicCredentials.create("AKIATEST", "secret");
    private static final AwsCredentials OF_A_ROLE = AwsSessionCredentials.create("ASIATEST", "secret", "token/+=");

    private record Case(
            String bucket, @Nullable String endpoint, String region, AwsCredentials credentials, String key) {}

    static Stream<Case> aLinkIsThatOfTheSdksPresigner() {
        String accessPoint = "arn:aws:s3:eu-west-1:123456789012:accesspoint/vsl-media";
        return Stream.of(LASTING, OF_A_ROLE).flatMap(credentials -> Stream.of(
                        "images/u1/2026/01/01/id/original.webp", "images/a+b |ü:c@~/%20?#.webp")
                .flatMap(key -> Stream.of(
                        new Case("vsl-media", null, "eu-central-1", credentials, key),
                        new Case("vsl-media", null, "cn-north-1", credentials, key),
                        new Case("vsl.media", null, "eu-central-1", credentials, key),
                        new Case(accessPoint, null, "eu-west-1", credentials, key),
                        new Case("vsl-media", "http://127.0.0.1:9000", "us-east-1", credentials, key),
                        new Case("vsl-media", "https://files.example.com/s3", "us-east-1", credentials, key))));
    }

    @ParameterizedTest
    @MethodSource
    void aLinkIsThatOfTheSdksPresigner(Case given) {
        // Both have the second in which they were made.
        List<String> links = bothLinks(given);
        for (int i = 0; i < 3 && !time(links.get(0)).equals(time(links.get(1))); i++) {
            links = bothLinks(given);
        }

        assertThat(links.get(0)).isEqualTo(links.get(1));
    }

    @ParameterizedTest
    @MethodSource("aLinkIsThatOfTheSdksPresigner")
    void aLinkToSaveAFileSaysItsNameToo(Case given) {
        String disposition = "attachment; filename=\"flux-schnell-2026-01-01-id.webp\"";
        List<String> links = List.of(ours(given, disposition), ofTheSdk(given, disposition));
        for (int i = 0; i < 3 && !time(links.get(0)).equals(time(links.get(1))); i++) {
            links = List.of(ours(given, disposition), ofTheSdk(given, disposition));
        }

        assertThat(links.get(0)).isEqualTo(links.get(1)).contains("response-content-disposition=attachment%3B%20");
    }

    @Test
    void aPlaceToWriteIsOfExactlyTheseHeaders() {
        InputLinks.Place place = TestViews.inputLinks(Clock.systemUTC())
                .toWrite("a|b@c", UUID.fromString("0a0a0a0a-0000-4000-8000-000000000001"), "image/png", 17L);

        assertThat(place.url())
                .startsWith("https://bucket.s3.us-east-1.amazonaws.com/temp/uploads/a%7Cb%40c/"
                        + "0a0a0a0a-0000-4000-8000-000000000001?")
                .contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost", "X-Amz-Expires=3600&");
        assertThat(place.headers()).containsOnly(entry("Content-Type", "image/png"), entry("Content-Length", "17"));
    }

    @Test
    void aLinkForAModelLivesForADay() {
        assertThat(TestViews.inputLinks(Clock.systemUTC()).toRead("temp/id/input-0.png"))
                .contains("/temp/id/input-0.png?", "X-Amz-Expires=86400&", "X-Amz-SignedHeaders=host&");
    }

    private static String time(String link) {
        return link.replaceAll(".*X-Amz-Date=(\\w+).*", "$1");
    }

    private static List<String> bothLinks(Case given) {
        return List.of(ours(given, null), ofTheSdk(given, null));
    }

    private static String ours(Case given, @Nullable String disposition) {
        AwsProperties properties = new AwsProperties(
                given.region(),
                given.bucket(),
                given.endpoint() == null ? null : URI.create(given.endpoint()),
                "vsl-jobs",
                null,
                null,
                Duration.ofMinutes(15));
        return new PresignLink(StaticCredentialsProvider.create(given.credentials()), properties)
                .of(given.key(), disposition);
    }

    private static String ofTheSdk(Case given, @Nullable String disposition) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(given.region()))
                .credentialsProvider(StaticCredentialsProvider.create(given.credentials()))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(given.endpoint() != null)
                        .build());
        if (given.endpoint() != null) {
            builder.endpointOverride(URI.create(given.endpoint()));
        }
        try (S3Presigner presigner = builder.build()) {
            return presigner
                    .presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(15))
                            .getObjectRequest(get -> get.bucket(given.bucket())
                                    .key(given.key())
                                    .responseContentDisposition(disposition)))
                    .url()
                    .toString();
        }
    }
}
