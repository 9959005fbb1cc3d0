package io.vsl.platform.aws;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Views of jobs, with links to a CDN, for which nothing is signed. */
public final class TestViews {

    private TestViews() {}

    public static JobViews behindCdn() {
        return new JobViews(links("https://cdn.example.com"));
    }

    /** Links to files that are inputs, signed by nobody we know. */
    public static InputLinks inputLinks(Clock clock) {
        return inputLinks(clock, StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")));
    }

    /** Signed with those credentials. */
    public static InputLinks inputLinks(Clock clock, AwsCredentialsProvider credentials) {
        AwsProperties aws = new AwsProperties("us-east-1", "bucket", null, "t", null, null, Duration.ofMinutes(15));
        InputProperties inputs = new InputProperties(
                1, 1, DataSize.ofMegabytes(1), Duration.ofSeconds(30), 3, Duration.ofDays(1), Duration.ofHours(1));
        return new InputLinks(new PresignLink(credentials, aws), inputs, clock);
    }

    static MediaLinks links(String cdn) {
        AwsProperties properties =
                new AwsProperties("us-east-1", "b", null, "t", null, URI.create(cdn), Duration.ofMinutes(15));
        return new MediaLinks(new PresignLink(AnonymousCredentialsProvider.create(), properties), properties);
    }
}
