/** Kafka: the names of the topics, the clients, and events as records. */
@NullMarked
package io.vsl.platform.kafka;

import org.jspecify.annotations.NullMarked;
