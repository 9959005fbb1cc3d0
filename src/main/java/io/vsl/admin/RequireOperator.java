package io.vsl.admin;

import io.vsl.platform.http.Problem;
import io.vsl.platform.security.Caller;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** Lets nobody but operators go on. */
@Component("requireOperator")
class RequireOperator {

    public void check(@ExchangeProperty("caller") Caller caller) {
        if (!caller.operator()) {
            throw Problem.of(403, "FORBIDDEN", "This needs an operator's key");
        }
    }
}
