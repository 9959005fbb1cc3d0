package io.vsl.devstack;

import java.util.HashMap;
import java.util.Map;

/**
 * How the processes of the application are set up.
 *
 * @param heap        of each, as the JVM's {@code -Xmx} has it
 * @param settings    environment variables of all of them, beside the stack's own
 * @param thirdStages {@code VSL_STAGES} of the third process; the others have those of the stack
 */
record Application(String heap, Map<String, String> settings, String thirdStages) {

    /** As {@code up} has it. */
    static final Application USUAL = new Application("1g", Map.of(), "all");

    /** The environment of one process: its own port, and its own webhooks where it takes them. */
    Map<String, String> environment(Service process, Map<String, String> stack, Ports ports) {
        Map<String, String> values = new HashMap<>(stack);
        values.putAll(settings);
        values.put("VSL_PORT", String.valueOf(ports.of(process.port())));
        if (process == Service.APP2) {
            values.put("WEBHOOK_BASE_URL", "http://127.0.0.1:" + ports.of(process.port()));
        } else if (process == Service.APP3) {
            values.put("VSL_STAGES", thirdStages);
        }
        return values;
    }
}
