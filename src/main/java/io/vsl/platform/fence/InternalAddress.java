package io.vsl.platform.fence;

import java.io.Serial;
import java.net.UnknownHostException;

/** A name leads into the network. The message goes on from the name: {@code leads into the network}. */
public final class InternalAddress extends UnknownHostException {

    @Serial
    private static final long serialVersionUID = 1L;

    InternalAddress() {
        super(Fence.INSIDE);
    }
}
