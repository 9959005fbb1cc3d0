package io.vsl.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/**
 * What is in the standby region. The services are there only after a failover: before it they would read copies of records
 * that the services of the main region work on, and order everything twice.
 */
final class Standby {

    private Standby() {}

    /** In the order of their deployment. */
    static List<Stack> in(Construct scope, Settings settings, DataStack data, StoresStack stores) {
        DeploymentRegion place = DeploymentRegion.standby(settings);
        NetworkStack network = new NetworkStack(scope, settings, place);
        StandbyStack standby = new StandbyStack(scope, settings, place, network);
        standby.addDependency(data, "Its PostgreSQL is copied");
        stores.addDependency(standby, "Media are copied to its bucket");
        LogStack log = new LogStack(scope, settings, place, network, standby.key);
        RolesStack roles = new RolesStack(scope, settings, place, standby.stores, log);
        ClusterStack cluster =
                new ClusterStack(scope, settings, place, network, standby.key, log, standby.stores, roles);
        EdgeStack edge = new EdgeStack(scope, settings, place, network);
        List<Stack> stacks = new ArrayList<>(List.of(network, standby, log, roles, cluster, edge));
        if (settings.failedOver()) {
            // Users and their passwords are of the main region: there are keys alone.
            stacks.add(new ComputeStack(
                    scope,
                    settings,
                    place,
                    network,
                    log,
                    cluster,
                    edge,
                    stages -> Map.of(),
                    new Tasks(settings, cluster.repository, standby.key, log, standby.stores, roles)));
        }
        return stacks;
    }
}
