package io.vsl.guarantee;

import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Tells the test of polls that are tried again and of those that are given up. */
class CountFailures extends EventNotifierSupport {

    private final Controls controls;

    CountFailures(Controls controls) {
        this.controls = controls;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelEvent.ExchangeRedeliveryEvent) {
            controls.retried();
        } else if (event instanceof CamelEvent.ExchangeFailedEvent) {
            controls.escaped();
        }
    }
}
