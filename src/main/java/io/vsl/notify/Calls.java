package io.vsl.notify;

import io.vsl.delivery.Delivery;
import io.vsl.delivery.UnderWay;
import java.util.HashMap;
import java.util.Map;

/** The calls that this process has under way, until what came of them is written down. */
final class Calls {

    private final NotifyProperties bounds;
    private final Map<String, Integer> receivers = new HashMap<>();
    private final Map<String, Integer> users = new HashMap<>();
    private int all;

    Calls(NotifyProperties bounds) {
        this.bounds = bounds;
    }

    synchronized void began(Delivery delivery) {
        all++;
        receivers.merge(delivery.receiver(), 1, Integer::sum);
        users.merge(delivery.userId(), 1, Integer::sum);
    }

    /** Whether it makes room for others that may wait. */
    synchronized boolean ended(Delivery delivery) {
        boolean wasFull = all >= bounds.concurrency()
                || receivers.getOrDefault(delivery.receiver(), 0) >= bounds.perReceiver()
                || users.getOrDefault(delivery.userId(), 0) >= bounds.perUser();
        all--;
        receivers.computeIfPresent(delivery.receiver(), (receiver, calls) -> calls == 1 ? null : calls - 1);
        users.computeIfPresent(delivery.userId(), (user, calls) -> calls == 1 ? null : calls - 1);
        return wasFull;
    }

    synchronized int count() {
        return all;
    }

    synchronized UnderWay underWay() {
        return new UnderWay(
                Map.copyOf(receivers),
                Map.copyOf(users),
                bounds.concurrency() - all,
                bounds.perReceiver(),
                bounds.perUser());
    }
}
