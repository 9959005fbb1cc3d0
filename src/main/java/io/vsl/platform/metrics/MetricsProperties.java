package io.vsl.platform.metrics;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of metrics.
 *
 * @param cloudwatch whether they are written to standard output too, for CloudWatch
 * @param deployment dev, staging, homolog or prod: tells deployments of one account apart
 */
@ConfigurationProperties("vsl.metrics")
record MetricsProperties(
        boolean cloudwatch,

        @Pattern(regexp = "dev|staging|homolog|prod", message = "dev, staging, homolog or prod")
        String deployment) {}
