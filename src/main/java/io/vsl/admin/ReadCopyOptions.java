package io.vsl.admin;

import io.vsl.platform.http.BodyFields;
import org.springframework.stereotype.Component;

/** How an operator wants records to be copied. */
@Component
class ReadCopyOptions {

    private static final long FASTEST = 100_000;

    private final AdminProperties properties;

    ReadCopyOptions(AdminProperties properties) {
        this.properties = properties;
    }

    CopyRecords.Options read(BodyFields fields) {
        Long rate = fields.number("recordsPerSecond", 1, FASTEST);
        return new CopyRecords.Options(fields.flag("dryRun"), rate == null ? properties.recordsPerSecond() : rate);
    }
}
