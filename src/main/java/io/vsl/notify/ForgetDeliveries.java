package io.vsl.notify;

import io.vsl.delivery.Deliveries;
import org.springframework.stereotype.Component;

/** Removes the log of deliveries that is older than it is kept. */
@Component("forgetDeliveries")
class ForgetDeliveries {

    private final Deliveries deliveries;
    private final NotifyProperties properties;

    ForgetDeliveries(Deliveries deliveries, NotifyProperties properties) {
        this.deliveries = deliveries;
        this.properties = properties;
    }

    public void forget() {
        deliveries.forget(properties.keep());
    }
}
