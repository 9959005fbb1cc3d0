package io.vsl.admin;

import io.vsl.budget.Costs;
import io.vsl.budget.Costs.By;
import io.vsl.budget.ReadCosts;
import io.vsl.job.ModelIds;
import io.vsl.platform.http.QueryParameters;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code GET /admin/costs}. */
@Component("showCosts")
class ShowCosts {

    private static final int SHOWN = 50;
    private static final String ZONE = "must be a time zone such as Europe/Berlin";
    private static final String DAY = "must be a day such as 2026-01-31";

    private final ReadCosts costs;
    private final Clock clock;

    ShowCosts(ReadCosts costs, Clock clock) {
        this.costs = costs;
        this.clock = clock;
    }

    /** Of this month, by day, unless something else is asked for. */
    public Costs show(Message asked) {
        QueryParameters parameters = new QueryParameters(asked);
        String by = parameters.oneOf("by", By.words());
        ZoneId said = parameters.value("timeZone", ShowCosts::zone, ZONE);
        LocalDate from = parameters.value("from", ShowCosts::day, DAY);
        LocalDate before = parameters.value("before", text -> dayAfter(from, text), DAY + ", and after from");
        String userId = parameters.userId();
        String modelId = parameters.text("modelId", ModelIds::isValid, "is no model's id");
        int limit = parameters.limit(SHOWN);
        parameters.check();
        ZoneId zone = Objects.requireNonNullElse(said, ZoneId.of("UTC"));
        LocalDate first = from == null ? month(before, zone) : from;
        LocalDate end = before == null ? first.withDayOfMonth(1).plusMonths(1) : before;
        return costs.read(
                new ReadCosts.Asked(first, end, zone, by == null ? By.DAY : By.of(by), userId, modelId, limit));
    }

    private LocalDate month(@Nullable LocalDate before, ZoneId zone) {
        LocalDate last = before == null ? LocalDate.ofInstant(clock.instant(), zone) : before.minusDays(1);
        return last.withDayOfMonth(1);
    }

    /** One that PostgreSQL knows too: of a region, or UTC. */
    private static ZoneId zone(String text) {
        boolean isRegion = text.contains("/") && !text.startsWith("SystemV/");
        if (!ZoneId.getAvailableZoneIds().contains(text) || !isRegion && !text.equals("UTC")) {
            throw new IllegalArgumentException(text);
        }
        return ZoneId.of(text);
    }

    private static LocalDate dayAfter(@Nullable LocalDate from, String text) {
        LocalDate day = day(text);
        if (from != null && !day.isAfter(from)) {
            throw new IllegalArgumentException(text);
        }
        return day;
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() < 2000 || day.getYear() > 2100) {
                throw new IllegalArgumentException(text);
            }
            return day;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
