/** The ingress over HTTP: requests in, 202 out once Kafka has them, and the list of models. */
@NullMarked
package io.vsl.submit;

import org.jspecify.annotations.NullMarked;
