package io.vsl.platform.enrich;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** The step has an effect and no result: the body stays what it was, also when the step fails. */
@Component("keepBody")
class KeepBody implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange had, Exchange came) {
        if (came.getException() != null) {
            had.setException(came.getException());
        }
        return had;
    }
}
