package io.vsl.endpoints;

import io.vsl.job.UserIds;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.security.Caller;
import org.jspecify.annotations.Nullable;

/** Whose endpoints and deliveries are meant: the caller's, or of an operator the user whom the parameter names. */
final class WhoseWebhooks {

    private WhoseWebhooks() {}

    /** @throws Problem 400 when the parameter names nobody, 403 when it names another */
    static String of(QueryParameters parameters, Caller caller) {
        String userId = parameters.text("userId", UserIds::isValid, "is no user's id");
        parameters.check();
        return checked(userId, caller);
    }

    static String checked(@Nullable String userId, Caller caller) {
        if (userId == null) {
            return caller.userId();
        }
        caller.requireOwned(userId);
        return userId;
    }
}
