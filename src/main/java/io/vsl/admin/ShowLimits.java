package io.vsl.admin;

import io.vsl.budget.UserLimits;
import io.vsl.budget.UsersLimits;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** {@code GET /admin/users/{userId}/limits}. */
@Component("showLimits")
class ShowLimits {

    private final UsersLimits users;

    ShowLimits(UsersLimits users) {
        this.users = users;
    }

    public UserLimits show(@Header("userId") String userId) {
        return users.find(KeyFields.userId(userId));
    }
}
