package io.vsl.endpoints;

import io.vsl.delivery.SigningSecrets;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.Reply;
import io.vsl.platform.security.Caller;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** The secret that signs what goes to the webhookUrls of a user's requests. */
@Component("manageSecret")
class ManageSecret {

    private final SigningSecrets secrets;

    ManageSecret(SigningSecrets secrets) {
        this.secrets = secrets;
    }

    /** @throws Problem 403 for whoever may only look: with a secret one can do more */
    public Reply show(Message message, @ExchangeProperty("caller") Caller caller) {
        if (caller.readOnly()) {
            throw Problem.of(403, "FORBIDDEN", "This key may not see secrets");
        }
        return Reply.ok(secrets.current(WhoseWebhooks.of(message, caller), null))
                .withSecret();
    }

    public Reply rotate(Message message, @ExchangeProperty("caller") Caller caller) {
        return Reply.ok(secrets.rotate(WhoseWebhooks.of(message, caller), null)).withSecret();
    }
}
