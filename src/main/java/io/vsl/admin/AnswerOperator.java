package io.vsl.admin;

import io.vsl.platform.http.Reply;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** What an operator is answered: 202 and where to look when an operation has begun, else what the call gave. */
@Component("answerOperator")
class AnswerOperator {

    public Reply answer(@Body Object given) {
        return switch (given) {
            case Started started -> Reply.accepted(started, "/admin/operations/" + started.operationId());
            case Reply reply -> reply;
            default -> Reply.ok(given);
        };
    }
}
