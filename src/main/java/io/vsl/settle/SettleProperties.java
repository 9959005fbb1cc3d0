package io.vsl.settle;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of what becomes of predictions.
 *
 * @param maxAttempts of a job whose runs Replicate interrupts, with the first
 */
@ConfigurationProperties("vsl.settle")
record SettleProperties(int maxAttempts) {
}
