package io.vsl.delivery;

import static io.vsl.platform.postgres.Columns.numbers;
import static io.vsl.platform.postgres.Columns.texts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.postgres.Columns;
import io.vsl.platform.postgres.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Deliveries on their way. All is done for many at once, and may be done again: nobody is called twice for it. */
@Component
public class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private static final String NOTE = Statements.read("sql/delivery/note.sql");
    private static final String TAKE = Statements.read("sql/delivery/take.sql");
    private static final String RECORD = Statements.read("sql/delivery/record.sql");
    private static final String JUDGE = Statements.read("sql/delivery/judge.sql");

    private static final String LOCK = """
            SELECT endpoint_id FROM webhook_endpoints WHERE endpoint_id = ANY (CAST(:ids AS uuid[]))
            ORDER BY endpoint_id FOR NO KEY UPDATE""";

    private static final String ANNOUNCE = """
            INSERT INTO webhook_deliveries (delivery_id, user_id, endpoint_id, receiver, event, document, state)
            SELECT gen_random_uuid(), user_id, endpoint_id, CAST(endpoint_id AS text), :event, :document, 'pending'
            FROM webhook_endpoints
            WHERE user_id = :userId AND disabled_at IS NULL AND deleted_at IS NULL AND :event = ANY (events)""";

    private static final String FORGET = """
            DELETE FROM webhook_deliveries WHERE delivery_id IN (
                SELECT delivery_id FROM webhook_deliveries
                WHERE created_at < now() - :keep * interval '1 second'
                ORDER BY created_at LIMIT :limit FOR UPDATE SKIP LOCKED)""";

    /**
     * Until the table is vacuumed, the index of what is due has all that was due, and PostgreSQL expects few rows of it. A
     * plain scan of the index marks what is dead; a bitmap scan would look up each such row.
     */
    private static final String SCAN_PLAINLY = "SET LOCAL enable_bitmapscan = off";

    private static final int AT_ONCE = 10_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ObjectMapper json;

    Deliveries(JdbcClient jdbc, TransactionTemplate transaction, ObjectMapper json) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.json = json;
    }

    /**
     * What came of notices.
     *
     * @param isMoreDue whether some of what was made is due, and taken by nobody
     */
    public record Made(List<Delivery> taken, boolean isMoreDue) {

        public static final Made NOTHING = new Made(List.of(), false);
    }

    /**
     * Makes the deliveries of notices, and takes those that may be called at once. A notice that was noted before has no
     * effect, whatever endpoints there are by now.
     *
     * @param lease as of {@link #take}
     */
    public Made note(List<Notice> notices, UnderWay underWay, Duration lease) {
        if (notices.isEmpty()) {
            return Made.NOTHING;
        }
        Map<UUID, String> documents =
                notices.stream().collect(Collectors.toMap(Notice::id, Notice::document, (one, same) -> one));
        List<Delivery> taken = new ArrayList<>();
        boolean[] isMoreDue = {false};
        taking(NOTE, underWay, lease)
                .param("ids", texts(notices, Notice::id))
                .param("userIds", texts(notices, Notice::userId))
                .param("events", texts(notices, notice -> notice.event().value()))
                .param("urls", texts(notices, Notice::webhookUrl))
                .param("receivers", texts(notices, Notice::receiver))
                .param("documents", texts(notices, Notice::document))
                .query(row -> {
                    if (row.getBoolean("taken")) {
                        String document = documents.get(row.getObject("notice_id", UUID.class));
                        // Of an outcome that is new: its files are there.
                        taken.add(delivery(row, Objects.requireNonNull(document), null));
                    } else {
                        isMoreDue[0] = true;
                    }
                });
        return new Made(taken, isMoreDue[0]);
    }

    /** Since when the first of those that are due has been; now, when none is. What is made later is due later. */
    public Instant firstDue() {
        return jdbc.sql("SELECT least(min(due_at), now()) AS due_at FROM webhook_deliveries WHERE state = 'pending'")
                .query((row, number) -> row.getTimestamp("due_at").toInstant())
                .single();
    }

    /**
     * Takes deliveries that are due.
     *
     * @param since what was due before is passed over
     * @param lease after which a delivery of which nothing is recorded is due again
     */
    public List<Delivery> take(Instant since, UnderWay underWay, Duration lease) {
        return Objects.requireNonNull(transaction.execute(begun -> {
            jdbc.sql(SCAN_PLAINLY).update();
            return taking(TAKE, underWay, lease)
                    .param("since", since.toString())
                    .param("events", texts(List.of(WebhookEvent.values()), WebhookEvent::value))
                    .query((row, number) ->
                            delivery(row, row.getString("document"), Columns.instantOrNull(row, "media_deleted_at")))
                    .list();
        }));
    }

    private JdbcClient.StatementSpec taking(String sql, UnderWay underWay, Duration lease) {
        return jdbc.sql(sql)
                .param("receiversUnderWay", underWay.receivers().keySet().toArray(String[]::new))
                .param("callsOfReceivers", underWay.receivers().values().toArray(Integer[]::new))
                .param("usersUnderWay", underWay.users().keySet().toArray(String[]::new))
                .param("callsOfUsers", underWay.users().values().toArray(Integer[]::new))
                .param("room", underWay.room())
                .param("perReceiver", underWay.perReceiver())
                .param("perUser", underWay.perUser())
                .param("lease", lease.toSeconds());
    }

    private static Delivery delivery(ResultSet row, String document, @Nullable Instant mediaDeletedAt)
            throws SQLException {
        return new Delivery(
                row.getObject("delivery_id", UUID.class),
                row.getString("user_id"),
                row.getObject("job_id", UUID.class),
                row.getObject("endpoint_id", UUID.class),
                row.getString("url"),
                row.getString("receiver"),
                WebhookEvent.of(row.getString("event")),
                document,
                row.getInt("step"),
                row.getInt("tries"),
                row.getTimestamp("created_at").toInstant(),
                mediaDeletedAt,
                List.of((byte[][]) row.getArray("keys").getArray()));
    }

    /**
     * Writes down what came of tries, and what follows for their deliveries and endpoints: one that is disabled holds its
     * deliveries, and the user's others are told.
     *
     * @param disableAfter how long an endpoint must have failed without a success
     */
    public void record(List<Tried> tries, Duration disableAfter) {
        transaction.executeWithoutResult(status -> {
            lockEndpoints(tries);
            write(tries);
            judge(tries, disableAfter).forEach(this::disable);
        });
    }

    /** In the order in which all take them: an endpoint before its deliveries. */
    private void lockEndpoints(List<Tried> tries) {
        List<UUID> ids = tries.stream()
                .map(tried -> tried.delivery().endpointId())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (!ids.isEmpty()) {
            jdbc.sql(LOCK).param("ids", texts(ids, id -> id)).query(row -> {});
        }
    }

    private void write(List<Tried> tries) {
        jdbc.sql(RECORD)
                .param("deliveryIds", texts(tries, tried -> tried.delivery().id()))
                .param("tries", numbers(tries, tried -> tried.delivery().number()))
                .param("steps", numbers(tries, tried -> tried.delivery().step()))
                .param("times", texts(tries, Tried::at))
                .param(
                        "durations",
                        numbers(tries, tried -> Math.toIntExact(tried.took().toMillis())))
                .param("results", texts(tries, tried -> tried.result().value()))
                .param("statuses", tries.stream().map(Tried::status).toArray(Integer[]::new))
                .param("details", texts(tries, Tried::detail))
                .param("states", texts(tries, tried -> DeliveryState.after(tried.next())
                        .value()))
                .param("dues", texts(tries, tried -> tried.next() instanceof NextTry.Again again ? again.due() : null))
                .update();
    }

    /** What tries of one moment say of an endpoint. */
    private record Verdict(boolean taken, boolean gone) {

        static Verdict of(Tried tried) {
            return new Verdict(tried.result() == TryResult.TAKEN, tried.next() instanceof NextTry.Gone);
        }

        Verdict and(Verdict other) {
            return new Verdict(taken || other.taken, gone || other.gone);
        }
    }

    /** An endpoint that is disabled only now. */
    private record Disabled(UUID endpointId, String userId, String url, String because, Instant failingSince) {}

    private List<Disabled> judge(List<Tried> tries, Duration disableAfter) {
        Map<UUID, Verdict> verdicts = new LinkedHashMap<>();
        for (Tried tried : tries) {
            UUID endpointId = tried.delivery().endpointId();
            // A test is the user's own, and says nothing of those that count.
            if (endpointId != null && tried.delivery().event() != WebhookEvent.TEST) {
                verdicts.merge(endpointId, Verdict.of(tried), Verdict::and);
            }
        }
        if (verdicts.isEmpty()) {
            return List.of();
        }
        Collection<Verdict> all = verdicts.values();
        List<Disabled> disabled = new ArrayList<>();
        jdbc.sql(JUDGE)
                .param("endpointIds", texts(verdicts.keySet(), endpointId -> endpointId))
                .param("taken", all.stream().map(Verdict::taken).toArray(Boolean[]::new))
                .param("gone", all.stream().map(Verdict::gone).toArray(Boolean[]::new))
                .param("disableAfter", disableAfter.toSeconds())
                .query(row -> {
                    if (row.getBoolean("disabled_now")) {
                        disabled.add(new Disabled(
                                row.getObject("endpoint_id", UUID.class),
                                row.getString("user_id"),
                                row.getString("url"),
                                row.getString("disabled_because"),
                                row.getTimestamp("failing_since").toInstant()));
                    }
                });
        return disabled;
    }

    private void disable(Disabled endpoint) {
        jdbc.sql(Endpoints.HOLD).param("id", endpoint.endpointId()).update();
        jdbc.sql(ANNOUNCE)
                .param("event", WebhookEvent.ENDPOINT_DISABLED.value())
                .param("userId", endpoint.userId())
                .param("document", document(endpoint))
                .update();
        LOG.atWarn()
                .addKeyValue("action", "notify")
                .addKeyValue("userId", endpoint.userId())
                .addKeyValue("endpointId", endpoint.endpointId())
                .addKeyValue("reason", endpoint.because())
                .log("A webhook endpoint is disabled; its deliveries are held until the user enables it");
    }

    private String document(Disabled endpoint) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("endpointId", endpoint.endpointId());
        members.put("url", endpoint.url());
        members.put("reason", endpoint.because());
        members.put("failingSince", endpoint.failingSince());
        try {
            return json.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Removes deliveries that are older, with their tries. */
    public void forget(Duration keep) {
        int removed = AT_ONCE;
        while (removed == AT_ONCE) {
            removed = jdbc.sql(FORGET)
                    .param("keep", keep.toSeconds())
                    .param("limit", AT_ONCE)
                    .update();
        }
    }
}
