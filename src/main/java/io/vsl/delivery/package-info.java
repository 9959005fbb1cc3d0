/**
 * Who is told of outcomes, and what became of it: the one owner of {@code webhook_endpoints}, {@code webhook_secrets},
 * {@code webhook_deliveries}, {@code webhook_tries} and {@code job_notices}.
 *
 * <pre>
 * note    {@link io.vsl.delivery.Notice}            an outcome becomes deliveries, once for each job
 * take    {@link io.vsl.delivery.UnderWay} → {@link io.vsl.delivery.Delivery}   those that are due, each by one process at a time
 * record  {@link io.vsl.delivery.Tried}             pending → delivered, failed or pending again; endpoints are disabled
 * </pre>
 *
 * <p>Users read and steer by {@link io.vsl.delivery.Endpoints}, {@link io.vsl.delivery.SigningSecrets} and
 * {@link io.vsl.delivery.DeliveryLog}.
 */
@NullMarked
package io.vsl.delivery;

import org.jspecify.annotations.NullMarked;
