package io.vsl.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.http.Shown;
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
        String userId = parameters.userId();
        int limit = parameters.limit(SHOWN);
        Position after = parameters.cursor(Position::parse, Position.FIRST);
        parameters.check();
        Shown<ApiKey> shown =
                Shown.of(keys.list(userId, after, limit + 1), limit, key -> new Position(key.createdAt(), key.id()));
        return new Page(shown.items(), shown.nextCursor());
    }
}
