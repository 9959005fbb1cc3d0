package io.vsl.platform.stage;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code skip_orders}: records that a stage which holds is to set aside, as operators have ordered. */
@Component
public class SkipOrders {

    private static final Logger LOG = LoggerFactory.getLogger(SkipOrders.class);

    private final JdbcClient jdbc;

    SkipOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An order.
     *
     * @param topic     with {@code partition} and {@code offset}, where the record stood when it was read first
     * @param orderedBy the operator
     */
    public record Order(String topic, int partition, long offset, String orderedBy, String reason) {}

    /** Is obeyed once, when the stage holds with that record before it. */
    public void give(String stage, Order order) {
        jdbc.sql("""
                INSERT INTO skip_orders (stage, topic, partition, "offset", ordered_by, reason)
                VALUES (:stage, :topic, :partition, :offset, :orderedBy, :reason)
                ON CONFLICT (stage, topic, partition, "offset") DO UPDATE
                SET ordered_by = excluded.ordered_by, reason = excluded.reason, ordered_at = now()""")
                .param("stage", stage)
                .param("topic", order.topic())
                .param("partition", order.partition())
                .param("offset", order.offset())
                .param("orderedBy", order.orderedBy())
                .param("reason", order.reason())
                .update();
    }

    /** Sets aside those of the records that are to be, as far as PostgreSQL can be asked. */
    void obey(String stage, List<PolledRecord> records) {
        try {
            skip(stage, records);
        } catch (DataAccessException e) {
            LOG.atDebug()
                    .addKeyValue("action", "skip")
                    .addKeyValue("stage", stage)
                    .setCause(e)
                    .log("Whether records are to be skipped can't be asked");
        }
    }

    private void skip(String stage, List<PolledRecord> records) {
        for (Order order : orders(stage)) {
            for (PolledRecord polled : records) {
                if (polled.isAt(order.topic(), order.partition(), order.offset())) {
                    polled.die(
                            new Refusal("skipped by %s: %s".formatted(order.orderedBy(), order.reason()), "Skipped"));
                    forget(stage, order);
                    LOG.atWarn()
                            .addKeyValue("action", "skip")
                            .addKeyValue("stage", stage)
                            .addKeyValue("record", polled.consumed().position())
                            .log("A record is skipped by order");
                }
            }
        }
    }

    private List<Order> orders(String stage) {
        return jdbc.sql("""
                SELECT topic, partition, "offset", ordered_by, reason FROM skip_orders WHERE stage = :stage""")
                .param("stage", stage)
                .query((row, number) -> new Order(
                        row.getString("topic"),
                        row.getInt("partition"),
                        row.getLong("offset"),
                        row.getString("ordered_by"),
                        row.getString("reason")))
                .list();
    }

    /** Whether it has not been obeyed yet. */
    public boolean isOpen(String stage, Order order) {
        return orders(stage).stream()
                .anyMatch(open -> open.topic().equals(order.topic())
                        && open.partition() == order.partition()
                        && open.offset() == order.offset());
    }

    /** It is not to be obeyed any more, or was. */
    public void forget(String stage, Order order) {
        jdbc.sql("""
                DELETE FROM skip_orders
                WHERE stage = :stage AND topic = :topic AND partition = :partition AND "offset" = :offset""")
                .param("stage", stage)
                .param("topic", order.topic())
                .param("partition", order.partition())
                .param("offset", order.offset())
                .update();
    }
}
