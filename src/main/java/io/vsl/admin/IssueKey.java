package io.vsl.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.UserIds;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Reply;
import io.vsl.platform.security.ApiKey;
import io.vsl.platform.security.Caller;
import io.vsl.platform.security.IssuedKeys;
import io.vsl.platform.security.KeyScope;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** {@code POST /admin/keys}: a new key, which is shown this once. */
@Component("issueKey")
class IssueKey {

    private final IssuedKeys keys;
    private final ObjectMapper json;

    IssueKey(IssuedKeys keys, ObjectMapper json) {
        this.keys = keys;
        this.json = json;
    }

    /** With the key itself. */
    record WithKey(@JsonUnwrapped ApiKey about, String key) {

        /** It is in no log. */
        @Override
        public String toString() {
            return about.id().toString();
        }
    }

    public Reply issue(@Body byte[] body, @ExchangeProperty("caller") Caller caller) {
        BodyFields fields = BodyFields.of(body, json);
        fields.require("userId");
        String userId = fields.text("userId");
        if (userId != null && !UserIds.isValid(userId)) {
            fields.wrong("userId", "MALFORMED", UserIds.ALLOWED);
        }
        String scope = fields.oneOf("scope", KeyScope.names());
        String description = fields.storableText("description", KeyFields.MAX_DESCRIPTION);
        Integer perHour = KeyFields.requests(fields, "requestsPerHour");
        Integer perDay = KeyFields.requests(fields, "requestsPerDay");
        fields.check();
        IssuedKeys.Issued issued = keys.issue(
                new IssuedKeys.Wanted(
                        Objects.requireNonNull(userId),
                        scope == null ? KeyScope.USER : KeyScope.of(scope),
                        description,
                        perHour,
                        perDay),
                caller.userId());
        return Reply.created(
                        new WithKey(issued.key(), issued.text()),
                        "/admin/keys/" + issued.key().id())
                .withSecret();
    }
}
