/** What users may do about the webhooks that they get: their endpoints, the secrets, and the log of deliveries. */
@NullMarked
package io.vsl.endpoints;

import org.jspecify.annotations.NullMarked;
