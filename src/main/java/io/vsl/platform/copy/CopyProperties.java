package io.vsl.platform.copy;

import io.vsl.platform.settings.Within;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The setting that all copies share.
 *
 * @param memory what files on their way may hold in memory together; an eighth of the heap unless set
 */
@ConfigurationProperties("vsl.store")
record CopyProperties(
        @Within(from = "16MB", to = "64GB") @Nullable DataSize memory) {}
