package io.vsl.admin;

import io.vsl.platform.http.Reply;
import io.vsl.platform.security.Caller;
import io.vsl.platform.security.IssuedKeys;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** {@code DELETE /admin/keys/{keyId}}: it is valid no longer than what processes know of it is kept. */
@Component("revokeKey")
class RevokeKey {

    private final IssuedKeys keys;

    RevokeKey(IssuedKeys keys) {
        this.keys = keys;
    }

    public Reply revoke(@Header("keyId") String keyId, @ExchangeProperty("caller") Caller caller) {
        if (!keys.revoke(KeyFields.id(keyId), caller.userId())) {
            throw KeyFields.unknown();
        }
        return Reply.empty();
    }
}
