package io.vsl.provider.replicate;

import io.vsl.provider.Report;

/** What Replicate says, byte for byte; in short it is the same, when nobody understands it. */
record WholeReport(byte[] bytes, byte[] withoutOutput) implements Report {
}
