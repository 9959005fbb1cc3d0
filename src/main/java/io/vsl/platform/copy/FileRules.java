package io.vsl.platform.copy;

import io.vsl.platform.url.WebUrl;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.util.unit.DataSize;

/**
 * Which files are fetched, and how long that may take.
 *
 * @param refusal why nothing is fetched from a URL, empty where it is; also asked of each step of a redirect. It goes on
 *                from the file: {@code is on a host that is not allowed}
 * @param maxSize of one file
 * @param timeout from the first request to the last byte
 */
public record FileRules(Function<WebUrl, Optional<String>> refusal, DataSize maxSize, Duration timeout) {}
