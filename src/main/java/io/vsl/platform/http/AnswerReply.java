package io.vsl.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Answers with a {@link Reply}. */
@Component("answerReply")
class AnswerReply {

    private final ObjectMapper json;

    AnswerReply(ObjectMapper json) {
        this.json = json;
    }

    public void answer(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Reply reply = message.getBody(Reply.class);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        message.setHeader("Cache-Control", reply.hasSecret() ? "no-store, no-transform" : "no-store");
        if (reply.location() != null) {
            message.setHeader("Location", reply.location());
        }
        if (reply.body() != null) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        }
        message.setBody(reply.body() == null ? new byte[0] : json.writeValueAsBytes(reply.body()));
    }
}
