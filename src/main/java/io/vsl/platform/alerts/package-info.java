/**
 * What needs a person, as {@code config/alerts.yaml} lists it. The application only exports the metrics: Prometheus' rules,
 * Grafana's dashboard and the alarms of infra, which is built of this package too, follow from the list.
 */
@NullMarked
package io.vsl.platform.alerts;

import org.jspecify.annotations.NullMarked;
