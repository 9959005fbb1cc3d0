package io.vsl.platform.objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

/** How long it takes to store one file in S3; of an upload that fails nothing is said. */
@Component("measureUpload")
public class MeasureUpload {

    private final MeterRegistry meters;

    MeasureUpload(MeterRegistry meters) {
        this.meters = meters;
    }

    public Upload begin(StoredFile file) {
        return new Upload(file, Timer.start(meters));
    }

    /** S3 has it. */
    public StoredFile end(Upload upload, Object answer) {
        upload.begun().stop(meters.timer("S3UploadTime"));
        return upload.file();
    }
}
