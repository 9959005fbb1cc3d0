package io.vsl.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.budget.UserLimits;
import io.vsl.budget.UsersLimits;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.security.Caller;
import java.math.BigDecimal;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code PUT /admin/users/{userId}/limits}: all of them; what is not there, or null, is none of the user's own. */
@Component("setLimits")
class SetLimits {

    private static final BigDecimal MOST = BigDecimal.valueOf(10_000_000);

    private static final int DECIMALS = 4;

    private static final int MOST_DAYS = 36_500;

    private final UsersLimits users;
    private final ObjectMapper json;

    SetLimits(UsersLimits users, ObjectMapper json) {
        this.users = users;
        this.json = json;
    }

    public UserLimits set(
            @Header("userId") String userId, @Body byte[] body, @ExchangeProperty("caller") Caller caller) {
        String user = KeyFields.userId(userId);
        BodyFields fields = BodyFields.of(body, json);
        BigDecimal budget = budget(fields);
        Integer perHour = KeyFields.requests(fields, "requestsPerHour");
        Integer perDay = KeyFields.requests(fields, "requestsPerDay");
        Integer mediaRetentionDays = fields.integer("mediaRetentionDays", 1, MOST_DAYS);
        fields.check();
        return users.set(new UserLimits(user, budget, perHour, perDay, mediaRetentionDays), caller.userId());
    }

    private static @Nullable BigDecimal budget(BodyFields fields) {
        BigDecimal budget = fields.decimal("budget");
        if (budget != null
                && (budget.signum() < 0
                        || budget.compareTo(MOST) > 0
                        || budget.stripTrailingZeros().scale() > DECIMALS)) {
            fields.wrong(
                    "budget",
                    "OUT_OF_RANGE",
                    "must be USD from 0 to %s with at most %d decimals".formatted(MOST, DECIMALS));
        }
        return budget;
    }
}
