package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    private Path folder;

    @Test
    void theyAreMadeOnceAndOnlyTheOwnerReadsThem() throws IOException {
        KeyValues file = new KeyValues(folder.resolve("secrets"));

        Secrets first = Secrets.keptIn(file);
        Secrets second = Secrets.keptIn(file);

        assertThat(second).isEqualTo(first);
        assertThat(Files.getPosixFilePermissions(file.file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theyAreDifferentEverywhere() throws IOException {
        Secrets here = Secrets.keptIn(new KeyValues(folder.resolve("here")));
        Secrets there = Secrets.keptIn(new KeyValues(folder.resolve("there")));

        assertThat(here.values().values())
                .doesNotContainAnyElementsOf(there.values().values());
    }

    @Test
    void theyHaveTheFormsThatReplicateAndStandardWebhooksGiveThem() throws IOException {
        Secrets secrets = Secrets.keptIn(new KeyValues(folder.resolve("secrets")));

        assertThat(secrets.get("REPLICATE_API_TOKEN")).matches("r8_\\w{37}");
        assertThat(secrets.get("REPLICATE_WEBHOOK_SECRET")).matches("whsec_[A-Za-z0-9+/]{32}");
        assertThat(secrets.get("AWS_ACCESS_KEY_ID")).matches("[A-Z]{20}");
    }
}
