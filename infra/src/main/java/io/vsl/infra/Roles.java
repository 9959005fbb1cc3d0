package io.vsl.infra;

import io.vsl.platform.topology.Topology;
import java.util.List;
import java.util.Objects;

/** The role of each stage, as its line in the application's topology.yaml says. */
public final class Roles {

    static final Topology TOPOLOGY = Topology.read(Topology.DEFAULT);

    /** What the keys of outputs begin with, those that users are shown; {@code metadata.json} is beside them. */
    static final List<String> MEDIA =
            Objects.requireNonNull(TOPOLOGY.stage("status").uses().objects().get("GetObject"));

    /** In the order of the topology. */
    public static final List<StageRole> ALL =
            TOPOLOGY.stages().stream().map(TOPOLOGY::access).map(StageRole::of).toList();

    private Roles() {}
}
