package io.vsl.devstack;

/** The TCP ports the stack listens on, as offsets from one base, so that one number moves them all. */
enum Port {
    APP(0, "VSL"),
    APP2(1, "VSL's second process"),
    APP3(2, "VSL's third process"),
    KAFKA(92, "Kafka"),
    KAFKA_CONTROLLER(93, "Kafka's controller"),
    REDIS(379, "Redis"),
    POSTGRES(432, "PostgreSQL"),
    SIMULATOR(600, "the Replicate simulator"),
    DYNAMODB(800, "DynamoDB"),
    S3(900, "S3");

    private final int offset;
    private final String purpose;

    Port(int offset, String purpose) {
        this.offset = offset;
        this.purpose = purpose;
    }

    int offset() {
        return offset;
    }

    /** Who listens there, as it stands in a sentence. */
    String purpose() {
        return purpose;
    }
}
