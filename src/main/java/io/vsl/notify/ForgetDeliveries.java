package io.vsl.notify;

import io.vsl.delivery.Deliveries;
import io.vsl.delivery.SigningSecrets;
import org.springframework.stereotype.Component;

/** Removes the log of deliveries that is older than it is kept, and secrets that were replaced. */
@Component("forgetDeliveries")
class ForgetDeliveries {

    private final Deliveries deliveries;
    private final SigningSecrets secrets;
    private final NotifyProperties properties;

    ForgetDeliveries(Deliveries deliveries, SigningSecrets secrets, NotifyProperties properties) {
        this.deliveries = deliveries;
        this.secrets = secrets;
        this.properties = properties;
    }

    public void forget() {
        deliveries.forget(properties.keep());
        secrets.forget();
    }
}
