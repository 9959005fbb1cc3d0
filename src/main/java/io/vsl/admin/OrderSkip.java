package io.vsl.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.security.Caller;
import io.vsl.platform.stage.SkipOrders;
import io.vsl.platform.topology.Topology;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/**
 * {@code POST /admin/stages/{stage}/skips}: a stage that holds sets one record aside, which becomes a dead letter, and goes
 * on with the others.
 */
@Component("orderSkip")
class OrderSkip {

    private static final int LONGEST_REASON = 500;

    private static final long LOOK_EVERY_MS = 250;

    private final RunOperations operations;
    private final SkipOrders orders;
    private final Topics topics;
    private final Topology topology;
    private final AdminProperties properties;
    private final ObjectMapper json;

    OrderSkip(
            RunOperations operations,
            SkipOrders orders,
            Topics topics,
            Topology topology,
            AdminProperties properties,
            ObjectMapper json) {
        this.operations = operations;
        this.orders = orders;
        this.topics = topics;
        this.topology = topology;
        this.properties = properties;
        this.json = json;
    }

    public Started order(
            @Header("stageName") String stage, @Body byte[] body, @ExchangeProperty("caller") Caller caller) {
        if (!topology.consuming().contains(stage)) {
            throw Problem.of(404, "NOT_FOUND", "There is no such stage that reads records");
        }
        BodyFields fields = BodyFields.of(body, json);
        for (String name : new String[] {"topic", "partition", "offset", "reason"}) {
            fields.require(name);
        }
        String topic = fields.oneOf("topic", topics.inputs(stage));
        Long partition = fields.number("partition", 0, Integer.MAX_VALUE);
        Long offset = fields.number("offset", 0, Long.MAX_VALUE);
        String reason = fields.storableText("reason");
        if (reason != null && (reason.isBlank() || reason.length() > LONGEST_REASON)) {
            fields.wrong("reason", "OUT_OF_RANGE", "must have 1 to %d characters".formatted(LONGEST_REASON));
        }
        fields.check();
        SkipOrders.Order order = new SkipOrders.Order(
                Objects.requireNonNull(topic),
                Objects.requireNonNull(partition).intValue(),
                Objects.requireNonNull(offset),
                caller.userId(),
                Objects.requireNonNull(reason));
        fields.object().put("stage", stage);
        return operations.start(OperationKind.SKIP, caller, fields.object(), progress -> {
            progress.expect(1);
            orders.give(stage, order);
            awaitObeyed(stage, order);
            progress.add(1);
            return order;
        });
    }

    private void awaitObeyed(String stage, SkipOrders.Order order) throws InterruptedException {
        long deadline = System.nanoTime() + properties.catchUp().toNanos();
        while (orders.isOpen(stage, order)) {
            if (System.nanoTime() > deadline) {
                orders.forget(stage, order);
                throw new OperationFailed("The stage does not hold at that record");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }
}
