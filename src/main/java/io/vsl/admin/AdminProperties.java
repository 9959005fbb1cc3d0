package io.vsl.admin;

import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of what operators do.
 *
 * @param recordsPerSecond that a replay writes at most, unless it is told otherwise
 * @param catchUp          how long a verification waits for the sinks to take up what there is
 * @param verifyAtOnce     of how many records a verification holds the jobs at once; a longer log is read several times
 * @param unknownAfter     how long an attempt must have been under way before its fate counts as unknown
 */
@ConfigurationProperties("vsl.admin")
record AdminProperties(
        @Within(from = "1", to = "100000") int recordsPerSecond,
        @Within(from = "1s", to = "1h") Duration catchUp,
        @Within(from = "1", to = "100000000") int verifyAtOnce,
        @Within(from = "1s", to = "1d") Duration unknownAfter) {}
