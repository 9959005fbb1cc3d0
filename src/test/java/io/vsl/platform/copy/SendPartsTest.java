package io.vsl.platform.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vsl.platform.aws.AwsProperties;
import io.vsl.platform.objects.StoredFile;
import io.vsl.platform.security.Sha256;
import io.vsl.platform.url.WebUrl;
import io.vsl.testing.Application;
import io.vsl.testing.FileHost;
import io.vsl.testing.NeedsServers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

@NeedsServers
class SendPartsTest {

    private static final long SIZE = (50L << 20) + 7;

    private final Application application = Application.shared();
    private final S3Client s3 = application.bean(S3Client.class);
    private final SendParts sendParts = application.bean(SendParts.class);
    private final String bucket = application.bean(AwsProperties.class).s3Bucket();
    private final StoredFile object =
            new StoredFile("temp/" + UUID.randomUUID() + "/film.mp4", "video/mp4", new byte[0]);
    private final FileRules rules =
            new FileRules(url -> Optional.empty(), DataSize.ofMegabytes(100), Duration.ofMinutes(1));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLargeFileBecomesAnObjectThoughItIsCutOnTheWay(boolean isLengthTold) throws Exception {
        try (FileHost host = new FileHost(SIZE).cutAt(9 << 20, 20 << 20, 40 << 20)) {
            if (!isLengthTold) {
                host.withoutLength();
            }
            try (Arriving file = begin(host)) {
                sendParts.send(file, object);

                assertThat(file.sha256()).isEqualTo(host.sha256()).isEqualTo(stored());
            }
        }
    }

    @Test
    void theObjectIsWhatItWasToBe() throws Exception {
        StoredFile page = new StoredFile(object.key(), "text/html", new byte[0]);
        try (FileHost host = new FileHost(SIZE);
                Arriving file = begin(host)) {
            sendParts.send(file, page);
        }

        assertThat(s3.headObject(head -> head.bucket(bucket).key(page.key()))).satisfies(head -> {
            assertThat(head.contentLength()).isEqualTo(SIZE);
            assertThat(head.contentType()).isEqualTo("text/html");
            assertThat(head.contentDisposition()).isEqualTo("attachment");
        });
    }

    @Test
    void aFileThatBreaksOffLeavesNothing() throws Exception {
        try (FileHost host = new FileHost(SIZE).cutAt(30 << 20);
                Arriving file = begin(host)) {
            host.answer(404);

            assertThatExceptionOfType(FileAway.class).isThrownBy(() -> sendParts.send(file, object));
        }

        assertThatExceptionOfType(NoSuchKeyException.class)
                .isThrownBy(() -> s3.headObject(head -> head.bucket(bucket).key(object.key())));
        assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads())
                .noneMatch(upload -> upload.key().equals(object.key()));
    }

    @Test
    void whatS3RefusesIsTold() throws Exception {
        AwsProperties nowhere =
                new AwsProperties("us-east-1", "no-such-bucket", null, "table", null, null, Duration.ofMinutes(1));
        SendParts toNowhere = new SendParts(s3, application.bean(S3AsyncClient.class), nowhere);
        try (FileHost host = new FileHost(SIZE);
                Arriving file = begin(host)) {
            assertThatExceptionOfType(S3Exception.class).isThrownBy(() -> toNowhere.send(file, object));
        }
    }

    @Test
    void aPartThatS3RefusesIsToldAndLeavesNothing() throws Exception {
        AwsProperties aws = application.bean(AwsProperties.class);
        try (S3AsyncClient stranger = S3AsyncClient.builder()
                        .endpointOverride(aws.s3Endpoint())
                        .region(Region.of(aws.region()))
                        .forcePathStyle(true)
                        .credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("nobody-knows", "this-key-is-fake")))
                        .build();
                FileHost host = new FileHost(SIZE);
                Arriving file = begin(host)) {
            SendParts refused = new SendParts(s3, stranger, aws);

            assertThatExceptionOfType(SdkException.class).isThrownBy(() -> refused.send(file, object));
        }

        assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads())
                .noneMatch(upload -> upload.key().equals(object.key()));
    }

    private Arriving begin(FileHost host) throws Exception {
        return application.bean(FetchFile.class).begin(WebUrl.parse(host.url()), rules);
    }

    private String stored() throws Exception {
        try (ResponseInputStream<GetObjectResponse> content =
                s3.getObject(get -> get.bucket(bucket).key(object.key()))) {
            MessageDigest digest = Sha256.digest();
            byte[] buffer = new byte[64 * 1024];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
