package io.vsl.platform.fence;

import io.vsl.platform.settings.Checked;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the fence.
 *
 * @param allowInternal whether callers' URLs may lead into the network, as they do in a stack on one machine
 * @param deployment    dev, staging, homolog or prod, where that is refused
 */
@ConfigurationProperties("vsl.fence")
record FenceProperties(boolean allowInternal, String deployment) implements Checked {

    @Override
    public List<String> faults() {
        return allowInternal && deployment.equals("prod")
                ? List.of("VSL_ALLOW_INTERNAL_ADDRESSES is true with STAGE=prod, where callers would reach what is"
                        + " inside the network. Allowed is false")
                : List.of();
    }
}
