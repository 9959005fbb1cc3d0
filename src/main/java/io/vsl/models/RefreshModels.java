package io.vsl.models;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over a change of the models' description without a restart. One that is faulty changes nothing. */
class RefreshModels {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshModels.class);

    private final ModelRegistry registry;
    private String lastFault = "";

    RefreshModels(ModelRegistry registry) {
        this.registry = registry;
    }

    public void refresh() {
        try {
            boolean changed = registry.refresh();
            lastFault = "";
            if (changed) {
                LOG.atInfo().addKeyValue("action", "refresh-models").log("The models have changed");
            }
        } catch (InvalidModels e) {
            if (lastFault.equals(e.getMessage())) {
                return;
            }
            lastFault = String.valueOf(e.getMessage());
            LOG.atError()
                    .addKeyValue("action", "refresh-models")
                    .addKeyValue("error", lastFault)
                    .log("The models stay as they are: their new description is wrong");
        }
    }
}
