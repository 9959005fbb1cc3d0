package io.vsl.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** How long it takes to store one file in S3; of an upload that fails nothing is said. */
@Component("measureUpload")
class MeasureUpload {

    private final MeterRegistry meters;

    MeasureUpload(MeterRegistry meters) {
        this.meters = meters;
    }

    public Timer.Sample begin() {
        return Timer.start(meters);
    }

    public void end(@ExchangeProperty("upload") Timer.Sample upload) {
        upload.stop(meters.timer("S3UploadTime"));
    }
}
