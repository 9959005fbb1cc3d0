package io.vsl.platform.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the HTTP side.
 *
 * @param maxBody the largest request body
 */
@ConfigurationProperties("vsl.http")
record HttpProperties(DataSize maxBody) {
}
