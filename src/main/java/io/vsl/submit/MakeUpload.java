package io.vsl.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.UploadIds;
import io.vsl.job.UserIds;
import io.vsl.platform.aws.InputLinks;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Problem;
import io.vsl.platform.security.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code POST /uploads}: a place in S3 where a user may put a file, which a request may name then. Nothing is kept of it. */
@Component("makeUpload")
class MakeUpload {

    private static final Pattern CONTENT_TYPE =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}");

    private final InputLinks links;
    private final ObjectMapper json;

    MakeUpload(InputLinks links, ObjectMapper json) {
        this.links = links;
        this.json = json;
    }

    /** What is answered. */
    record Made(String uploadId, String url, String method, Map<String, String> headers, Instant expiresAt) {}

    /** @throws Problem 400 with every fault, 403 when it is another user's */
    public void make(Exchange exchange, @ExchangeProperty("caller") Caller caller) throws JsonProcessingException {
        Message message = exchange.getMessage();
        BodyFields fields = BodyFields.of(message.getBody(byte[].class), json);
        fields.require("contentType");
        String contentType = contentType(fields);
        Long size = fields.number("size", 1, links.maxSize());
        String userId = userId(fields, caller);
        fields.check();
        caller.requireOwned(userId);
        UUID id = UUID.randomUUID();
        InputLinks.Place place = links.toWrite(userId, id, String.valueOf(contentType), size);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 201);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Cache-Control", "no-store");
        message.setBody(json.writeValueAsBytes(
                new Made(UploadIds.text(id), place.url(), "PUT", place.headers(), place.expiresAt())));
    }

    private static @Nullable String contentType(BodyFields fields) {
        String contentType = fields.filledText("contentType");
        if (contentType != null && !CONTENT_TYPE.matcher(contentType).matches()) {
            fields.wrong("contentType", "MALFORMED", "must be a content type without parameters, such as image/png");
        }
        return contentType;
    }

    private static String userId(BodyFields fields, Caller caller) {
        if (caller.operator()) {
            fields.require("userId");
        }
        String userId = fields.filledText("userId");
        if (userId != null && !UserIds.isValid(userId)) {
            fields.wrong("userId", "MALFORMED", UserIds.ALLOWED);
        }
        return userId == null ? caller.userId() : userId;
    }
}
