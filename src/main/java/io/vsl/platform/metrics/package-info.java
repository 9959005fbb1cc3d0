/** What is counted of jobs, and how it gets to CloudWatch. Stages' own figures are with the stage template. */
@NullMarked
package io.vsl.platform.metrics;

import org.jspecify.annotations.NullMarked;
