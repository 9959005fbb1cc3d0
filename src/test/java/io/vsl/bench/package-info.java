/** What the benchmarks in {@code bench/} run of the application's parts. */
@NullMarked
package io.vsl.bench;

import org.jspecify.annotations.NullMarked;
