package io.vsl.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vsl.job.UserIds;
import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.postgres.Position;
import io.vsl.platform.security.ApiKey;
import io.vsl.platform.security.IssuedKeys;
import java.util.List;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code GET /admin/keys}: the newest first, valid or not. */
@Component("listKeys")
class ListKeys {

    private static final int SHOWN = 50;

    private final IssuedKeys keys;

    ListKeys(IssuedKeys keys) {
        this.keys = keys;
    }

    /** A page, and where the next begins when there is one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<ApiKey> keys, @Nullable String nextCursor) {}

    public Page list(Message asked) {
        QueryParameters parameters = new QueryParameters(asked);
        String userId = parameters.text("userId", UserIds::isValid, "is no user's id");
        int limit = parameters.limit(SHOWN);
        Position after = parameters.cursor(Position::parse, Position.FIRST);
        parameters.check();
        // One more shows whether there is another page.
        List<ApiKey> found = keys.list(userId, after, limit + 1);
        List<ApiKey> shown = found.subList(0, Math.min(found.size(), limit));
        return new Page(shown, shown.size() == found.size() ? null : cursor(shown.getLast()));
    }

    private static String cursor(ApiKey last) {
        return QueryParameters.cursor(new Position(last.createdAt(), last.id()).toString());
    }
}
