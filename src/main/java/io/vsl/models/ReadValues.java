package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.models.CheckValue.Checked;
import io.vsl.platform.json.JsonFields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads values that models.json gives to parameters, which must all exist and allow them. A null is no value. */
final class ReadValues {

    private ReadValues() {}

    /** The values by name, in the file's order. */
    static Map<String, JsonNode> read(JsonFields given, Map<String, Parameter> parameters) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        given.object().properties().forEach(field -> {
            Parameter parameter = parameters.get(field.getKey());
            if (parameter == null) {
                given.wrong(field.getKey(), "isn't in supportedParams");
            } else if (given.get(field.getKey()) == null) {
                return;
            } else if (parameter.required()) {
                given.wrong(field.getKey(), "is required of the caller, so it can't have a value here");
            } else {
                Checked checked = CheckValue.check(parameter.rule(), parameter.required(), field.getValue());
                if (checked instanceof Checked.Good good) {
                    values.put(field.getKey(), good.value());
                } else if (checked instanceof Checked.Bad bad) {
                    bad.faults().forEach(fault -> given.wrong(field.getKey() + fault.place(), fault.message()));
                }
            }
        });
        return Collections.unmodifiableMap(values);
    }
}
