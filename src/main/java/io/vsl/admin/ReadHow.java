package io.vsl.admin;

import org.springframework.stereotype.Component;

/** How an operator wants records to be copied. */
@Component
class ReadHow {

    private static final long FASTEST = 100_000;

    private final AdminProperties properties;

    ReadHow(AdminProperties properties) {
        this.properties = properties;
    }

    CopyRecords.How read(Fields fields) {
        Long rate = fields.number("recordsPerSecond", 1, FASTEST);
        return new CopyRecords.How(fields.flag("dryRun"), rate == null ? properties.recordsPerSecond() : rate);
    }
}
