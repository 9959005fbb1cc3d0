/** One Kafka broker that is its own controller (KRaft). */
@NullMarked
package io.vsl.devstack.kafka;

import org.jspecify.annotations.NullMarked;
