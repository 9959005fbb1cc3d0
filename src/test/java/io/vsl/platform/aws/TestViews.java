package io.vsl.platform.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/** Views of jobs, with links to a CDN, for which nothing is signed. */
public final class TestViews {

    private TestViews() {}

    public static JobViews behindCdn() {
        return new JobViews(links("https://cdn.example.com"));
    }

    static MediaLinks links(String cdn) {
        AwsProperties properties =
                new AwsProperties("us-east-1", "b", null, "t", null, URI.create(cdn), Duration.ofMinutes(15));
        return new MediaLinks(new PresignLink(AnonymousCredentialsProvider.create(), properties), properties);
    }
}
