package io.vsl.endpoints;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.delivery.DeliveryLog;
import io.vsl.delivery.DeliveryLog.Filter;
import io.vsl.delivery.DeliveryState;
import io.vsl.delivery.DeliveryView;
import io.vsl.job.JobIds;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.http.Reply;
import io.vsl.platform.http.Shown;
import io.vsl.platform.json.JsonFields;
import io.vsl.platform.postgres.Position;
import io.vsl.platform.security.Caller;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The log of a user's deliveries, and sending them again. */
@Component("manageDeliveries")
class ManageDeliveries {

    private static final int SHOWN = 50;

    private static final List<String> STATES =
            Stream.of(DeliveryState.values()).map(DeliveryState::value).toList();

    private final DeliveryLog log;
    private final ObjectMapper json;

    ManageDeliveries(DeliveryLog log, ObjectMapper json) {
        this.log = log;
        this.json = json;
    }

    /** A page, and where the next begins when there is one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<DeliveryView> deliveries, @Nullable String nextCursor) {}

    /** How many deliveries a filter means, and how many of them are sent again. */
    record Redelivered(long matched, long redelivered) {}

    public Reply list(Message message, @ExchangeProperty("caller") Caller caller) {
        QueryParameters parameters = new QueryParameters(message);
        String userId = parameters.userId();
        String state = parameters.oneOf("status", STATES);
        UUID endpointId = parameters.value("endpointId", JobIds::of, "must be the id of an endpoint");
        Instant since = parameters.value("since", JsonFields::parseInstant, JsonFields.INSTANT);
        int limit = parameters.limit(SHOWN);
        Position after = parameters.cursor(Position::parse, Position.FIRST);
        parameters.check();
        Filter filter = new Filter(caller.meant(userId), null, null, endpointId, DeliveryState.find(state), since);
        Shown<DeliveryView> shown = Shown.of(
                log.read(filter, after, limit + 1),
                limit,
                delivery -> new Position(delivery.createdAt(), delivery.id()));
        return Reply.ok(new Page(shown.items(), shown.nextCursor()));
    }

    /** Sends one again, whatever became of it. */
    public Reply redeliver(
            Message message, @Header("deliveryId") String deliveryId, @ExchangeProperty("caller") Caller caller) {
        String userId = WhoseWebhooks.of(message, caller);
        Filter filter = Filter.of(userId).withDelivery(JobIds.parse(deliveryId).orElseThrow(ManageDeliveries::unknown));
        boolean redelivered = log.redeliver(filter) == 1;
        List<DeliveryView> found = log.read(filter, Position.FIRST, 1);
        if (found.isEmpty()) {
            throw unknown();
        }
        if (!redelivered) {
            throw Problem.of(409, "ENDPOINT_DELETED", "Its endpoint was deleted");
        }
        return Reply.accepted(found.getFirst());
    }

    /** Sends again what a filter means; without a status, what failed. */
    public Reply redeliverAll(Message message, @Body byte[] body, @ExchangeProperty("caller") Caller caller) {
        String userId = WhoseWebhooks.of(message, caller);
        BodyFields fields = BodyFields.of(body, json);
        UUID endpointId = uuid(fields, "endpointId");
        UUID jobId = uuid(fields, "jobId");
        String state = fields.oneOf("status", STATES);
        Instant since = fields.instant("since");
        boolean dryRun = fields.flag("dryRun");
        fields.check();
        DeliveryState wanted = state == null ? DeliveryState.FAILED : DeliveryState.find(state);
        Filter filter = new Filter(userId, null, jobId, endpointId, wanted, since);
        if (dryRun) {
            return Reply.ok(new Redelivered(log.count(filter), 0));
        }
        long redelivered = log.redeliver(filter);
        return Reply.ok(new Redelivered(redelivered, redelivered));
    }

    private static @Nullable UUID uuid(BodyFields fields, String name) {
        String text = fields.text(name);
        try {
            return text == null ? null : JobIds.of(text);
        } catch (IllegalArgumentException e) {
            fields.wrong(name, "MALFORMED", "must be a UUID");
            return null;
        }
    }

    private static Problem unknown() {
        return Problem.of(404, "DELIVERY_NOT_FOUND", "There is no such delivery of yours");
    }
}
