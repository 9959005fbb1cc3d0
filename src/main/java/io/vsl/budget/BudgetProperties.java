package io.vsl.budget;

import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of what users may ask for.
 *
 * @param limitsCache how long the ingress goes by what it knows of a user's limits; budgets hold at once, for admit goes by
 *                    no cache
 */
@ConfigurationProperties("vsl.budget")
record BudgetProperties(@Within(from = "0s", to = "1h") Duration limitsCache) {}
