package io.vsl.endpoints;

import io.vsl.platform.http.Problem;
import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.security.Caller;
import org.apache.camel.Message;

/** Whose endpoints and deliveries are meant: the caller's, or of an operator the user whom the parameter names. */
final class WhoseWebhooks {

    private WhoseWebhooks() {}

    /** @throws Problem 400 when the parameter names nobody, 403 when it names another */
    static String of(Message message, Caller caller) {
        QueryParameters parameters = new QueryParameters(message);
        String userId = parameters.userId();
        parameters.check();
        return caller.meant(userId);
    }
}
