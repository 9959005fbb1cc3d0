package io.vsl.stores;

import io.vsl.platform.topology.Topology;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Component;

/**
 * All stores whose sinks are in the topology, in the order in which people are told of them. Each process knows all of them,
 * whichever sinks it runs.
 */
@Component
public class JobStores {

    private final List<JobStore> all;

    JobStores(List<JobStore> all, Topology topology) {
        List<String> stages = topology.names();
        this.all = all.stream().filter(store -> stages.contains(store.stage())).toList();
    }

    public List<JobStore> all() {
        return all;
    }

    /** The stages that write them. */
    public List<String> stages() {
        return all.stream().map(JobStore::stage).toList();
    }

    /** The store that the stage writes. */
    public JobStore of(String stage) {
        return all.stream()
                .filter(store -> store.stage().equals(stage))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("No store is written by a stage " + stage));
    }
}
