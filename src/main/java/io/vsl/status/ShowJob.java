package io.vsl.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.aws.JobViews;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Answers with the job, which is the caller's. */
@Component("showJob")
class ShowJob {

    private static final int NOT_MODIFIED = 304;
    private static final byte[] NOTHING = {};

    private final JobViews views;
    private final ObjectMapper json;

    ShowJob(JobViews views, ObjectMapper json) {
        this.views = views;
        this.json = json;
    }

    /** Ends the route where Redis alone could say it. */
    public void known(Exchange exchange) throws JsonProcessingException {
        Lookup lookup = exchange.getMessage().getBody(Lookup.class);
        if (lookup.isFromRedis() && lookup.known().isPresent()) {
            show(exchange, lookup.known().get());
            exchange.setRouteStop(true);
        }
    }

    public void show(Exchange exchange) throws JsonProcessingException {
        show(exchange, exchange.getMessage().getBody(JobSnapshot.class));
    }

    private void show(Exchange exchange, JobSnapshot found) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Object ifNoneMatch = message.getHeader("If-None-Match");
        byte[] body = json.writeValueAsBytes(views.of(found.job()));
        String tag = EntityTag.of(body);
        message.removeHeaders("*");
        message.setHeader("ETag", tag);
        message.setHeader("Cache-Control", "no-store");
        if (EntityTag.isAmong(ifNoneMatch, tag)) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, NOT_MODIFIED);
            message.setBody(NOTHING);
        } else {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(body);
        }
    }
}
