package io.vsl.models;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Looks at the registry's source again and again, so that a change needs no restart. */
class RefreshModels {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshModels.class);

    private final ModelRegistry registry;

    RefreshModels(ModelRegistry registry) {
        this.registry = registry;
    }

    @Scheduled(fixedDelayString = "${vsl.models.refresh}", initialDelayString = "${vsl.models.refresh}")
    void refresh() {
        try {
            if (registry.refresh()) {
                LOG.atInfo().addKeyValue("action", "refresh-models").log("The models have changed");
            }
        } catch (InvalidModels e) {
            LOG.atError().addKeyValue("action", "refresh-models").addKeyValue("error", e.getMessage())
                    .log("The models are not changed: their new description is faulty");
        }
    }
}
