package io.vsl.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.security.ApiKey;
import io.vsl.platform.security.IssuedKeys;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** {@code PATCH /admin/keys/{keyId}}: its description and its limits; null takes one away. */
@Component("changeKey")
class ChangeKey {

    private final IssuedKeys keys;
    private final ObjectMapper json;

    ChangeKey(IssuedKeys keys, ObjectMapper json) {
        this.keys = keys;
        this.json = json;
    }

    public ApiKey change(@Header("keyId") String keyId, @Body byte[] body) {
        UUID id = KeyFields.id(keyId);
        BodyFields fields = BodyFields.of(body, json);
        String description = fields.storableText("description", KeyFields.MAX_DESCRIPTION);
        Integer perHour = KeyFields.requests(fields, "requestsPerHour");
        Integer perDay = KeyFields.requests(fields, "requestsPerDay");
        fields.check();
        return keys.change(
                        id,
                        KeyFields.change(fields, "description", description),
                        KeyFields.change(fields, "requestsPerHour", perHour),
                        KeyFields.change(fields, "requestsPerDay", perDay))
                .orElseThrow(KeyFields::unknown);
    }
}
