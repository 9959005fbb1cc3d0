package io.vsl.platform.http;

import java.util.Set;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tomcat's HTTP, whose connections can be looked at. Public, since Tomcat makes it by its name. */
public final class WatchedProtocol extends Http11NioProtocol {

    /** Those that are open now. */
    Set<SocketWrapperBase<NioChannel>> connections() {
        return getEndpoint().getConnections();
    }
}
