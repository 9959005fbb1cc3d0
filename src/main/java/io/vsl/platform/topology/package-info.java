/**
 * Which stages and topics there are, read from {@code topology.yaml}. What is named after a stage follows from its line.
 * It knows neither Spring nor Kafka: infra is built of it, too.
 */
@NullMarked
package io.vsl.platform.topology;

import org.jspecify.annotations.NullMarked;
