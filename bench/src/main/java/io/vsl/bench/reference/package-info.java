/**
 * What a good engineer would write by hand for one scenario, and no more: no queue of stages, no recovery, no checks
 * beyond what the scenario names. Each is a program of its own; its settings are environment variables.
 */
@NullMarked
package io.vsl.bench.reference;

import org.jspecify.annotations.NullMarked;
