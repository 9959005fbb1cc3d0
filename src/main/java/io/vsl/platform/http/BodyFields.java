package io.vsl.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.platform.json.Faults;
import io.vsl.platform.json.JsonFields;
import io.vsl.platform.json.NotJson;
import io.vsl.platform.json.ReadJson;

/**
 * The fields of the body of a request. What is wrong with any, or was never asked for, is told at once by {@link #check}.
 */
public final class BodyFields extends JsonFields {

    private final Faults faults;

    private BodyFields(ObjectNode object, Faults faults) {
        super(object, faults);
        this.faults = faults;
    }

    /** Of a body, which may be absent when no field is required. */
    public static BodyFields of(byte[] body, ObjectMapper json) {
        try {
            ObjectNode object = body.length == 0 ? json.createObjectNode() : ReadJson.object(body, "The body", json);
            return new BodyFields(object, new Faults());
        } catch (NotJson e) {
            throw Problem.of(400, "MALFORMED_JSON", e.reason());
        }
    }

    /**
     * After all fields have been asked for.
     *
     * @throws Problem that names all that is wrong
     */
    public void check() {
        allowOnlyAsked();
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults.all());
        }
    }
}
