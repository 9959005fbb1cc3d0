package io.vsl.platform.health;

import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What lies at the bottom of an error of a connection: "unable to connect" says nothing. */
public final class Causes {

    private Causes() {}

    /** The error and what it was caused by, outermost first. */
    public static Stream<Throwable> of(Throwable error) {
        Stream.Builder<Throwable> causes = Stream.builder();
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            causes.add(cause);
            cause = cause.getCause();
        }
        return causes.build();
    }

    /** A sentence on the innermost cause, in one line. */
    public static String sentence(Throwable error) {
        Throwable root = of(error).reduce((outer, inner) -> inner).orElse(error);
        String message = root.getMessage() == null
                ? ""
                : root.getMessage().lines().findFirst().orElse("").strip();
        if (root instanceof UnknownHostException) {
            return "unknown host " + message.replaceAll(":.*", "");
        }
        Optional<Throwable> tls =
                of(error).filter(SSLException.class::isInstance).findFirst();
        if (tls.isPresent()) {
            return "TLS: " + (message.isEmpty() ? root.getClass().getSimpleName() : message);
        }
        return message.isEmpty() ? root.getClass().getSimpleName() : message;
    }

    /** Whether it is one that waiting hardly ends: the name or the certificate. */
    public static boolean isOfConfiguration(Throwable error) {
        return of(error).anyMatch(cause -> cause instanceof UnknownHostException || cause instanceof SSLException);
    }
}
