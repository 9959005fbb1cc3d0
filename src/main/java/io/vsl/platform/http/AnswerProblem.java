package io.vsl.platform.http;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;

/** Turns what stopped a route into the answer of the contract. */
@Component("answerProblem")
class AnswerProblem {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerProblem.class);

    private static final Set<String> AWAY = Set.of("08", "25", "53", "57", "58");

    public void answer(Exchange exchange) {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Message message = exchange.getMessage();
        Answer answer = Answer.of(
                problem(caught, exchange.getFromRouteId()), message.getHeader(Exchange.HTTP_PATH, "", String.class));
        message.removeHeaders("*", "X-RateLimit-*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        answer.headers().forEach(message::setHeader);
        message.setBody(answer.body());
    }

    private static Problem problem(Exception caught, String route) {
        for (Throwable cause = caught; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
            if (cause instanceof RecordTooLargeException) {
                LOG.atWarn()
                        .addKeyValue("action", route)
                        .addKeyValue("error", cause.getMessage())
                        .log("The topic takes no record as large as an allowed request: its max.message.bytes is to be"
                                + " 4194304 or more");
                return Problem.of(413, "BODY_TOO_LARGE", "The request is larger than what our log takes");
            }
            if (cause instanceof KafkaException) {
                LOG.atWarn().addKeyValue("action", route).setCause(cause).log("Kafka could not take a record");
                return Problem.unavailable(
                        "LOG_UNAVAILABLE", "Kafka has not confirmed the request; send it again", Duration.ofSeconds(5));
            }
            if (cause instanceof NonTransientDataAccessResourceException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof SQLException sql && isAway(String.valueOf(sql.getSQLState()))) {
                LOG.atWarn().addKeyValue("action", route).setCause(cause).log("PostgreSQL could not be asked");
                return Problem.unavailable(
                        "STORE_UNAVAILABLE", "PostgreSQL can't be asked right now", Duration.ofSeconds(5));
            }
        }
        LOG.atError().addKeyValue("action", route).setCause(caught).log("A request failed");
        return Problem.of(500, "INTERNAL_ERROR", "Something went wrong on our side");
    }

    /** No connection, a server that takes no writes, is full or stops: classes of SQLSTATE. */
    private static boolean isAway(String state) {
        return state.length() == 5 && AWAY.contains(state.substring(0, 2));
    }
}
