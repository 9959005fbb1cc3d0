package io.vsl.provider.replicate;

import io.vsl.provider.Report;
import java.util.function.Supplier;

/**
 * What Replicate says, byte for byte.
 *
 * @param inShort made only when it is asked for, which is rare
 */
record WholeReport(byte[] bytes, Supplier<byte[]> inShort) implements Report {

    @Override
    public byte[] withoutOutput() {
        return inShort.get();
    }
}
