package io.vsl.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Answers with the body as JSON: 202 and where to look when an operation has begun, else 200. */
@Component("answerOperator")
class AnswerOperator {

    private final ObjectMapper json;

    AnswerOperator(ObjectMapper json) {
        this.json = json;
    }

    public void answer(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Object answer = message.getBody();
        message.removeHeaders("*");
        if (answer instanceof Started started) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
            message.setHeader("Location", "/admin/operations/" + started.operationId());
        }
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Cache-Control", "no-store");
        message.setBody(json.writeValueAsBytes(answer));
    }
}
