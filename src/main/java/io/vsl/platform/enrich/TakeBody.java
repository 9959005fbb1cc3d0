package io.vsl.platform.enrich;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** The step's result is the body from then on; when the step fails, the body stays what it was. */
@Component("takeBody")
class TakeBody implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange had, Exchange came) {
        if (came.getException() == null) {
            had.getMessage().setBody(came.getMessage().getBody());
        } else {
            had.setException(came.getException());
        }
        return had;
    }
}
