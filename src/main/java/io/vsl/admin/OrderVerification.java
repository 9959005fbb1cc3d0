package io.vsl.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.security.Caller;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** {@code POST /admin/verifications}: compares the sinks with the log. */
@Component("orderVerification")
class OrderVerification {

    private final RunOperations operations;
    private final VerifySinks verifySinks;
    private final ObjectMapper json;

    OrderVerification(RunOperations operations, VerifySinks verifySinks, ObjectMapper json) {
        this.operations = operations;
        this.verifySinks = verifySinks;
        this.json = json;
    }

    public Started order(@Body byte[] body, @ExchangeProperty("caller") Caller caller) {
        BodyFields fields = BodyFields.of(body, json);
        fields.check();
        return operations.start(OperationKind.VERIFY, caller, fields.object(), verifySinks::verify);
    }
}
