package io.vsl.store;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the stage store.
 *
 * @param workFolder where outputs are while they are on their way from Replicate to S3
 */
@ConfigurationProperties("vsl.store")
record StoreProperties(Path workFolder) {
}
