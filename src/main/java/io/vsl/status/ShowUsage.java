package io.vsl.status;

import io.vsl.budget.ReadUsage;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.http.Reply;
import io.vsl.platform.security.Caller;
import java.time.YearMonth;
import java.util.regex.Pattern;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code GET /usage}: what the caller's jobs of a month have cost, or, for an operator, those of a user. */
@Component("showUsage")
class ShowUsage {

    private static final Pattern MONTH = Pattern.compile("[2-9][0-9]{3}-(0[1-9]|1[0-2])");

    private final ReadUsage usage;

    ShowUsage(ReadUsage usage) {
        this.usage = usage;
    }

    /** @throws Problem 400 when a parameter is wrong, 403 when it names another */
    public Reply show(Message message, @ExchangeProperty("caller") Caller caller) {
        QueryParameters parameters = new QueryParameters(message);
        String userId = parameters.userId();
        YearMonth month = month(parameters);
        parameters.check();
        return Reply.ok(usage.read(caller.meant(userId), month));
    }

    private static @Nullable YearMonth month(QueryParameters parameters) {
        String text = parameters.text("month", MONTH.asMatchPredicate(), "must be a month such as 2026-11");
        return text == null ? null : YearMonth.parse(text);
    }
}
