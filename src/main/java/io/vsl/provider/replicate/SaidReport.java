package io.vsl.provider.replicate;

import io.vsl.provider.Report;

/** Of what Replicate says that which is needed. */
record SaidReport(SaidPrediction said, ReadPrediction predictions) implements Report {

    @Override
    public byte[] bytes() {
        return predictions.write(said);
    }

    @Override
    public byte[] withoutOutput() {
        return predictions.write(said.withoutOutput());
    }
}
