package io.vsl.generate;

import io.vsl.generate.Attempt.NotSent;
import io.vsl.generate.Attempt.Unknown;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.apache.camel.ExchangeProperty;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Whether a creation that got no answer can have reached Replicate: not when no connection came about. */
@Component("readFailure")
class ReadFailure {

    private static final Logger LOG = LoggerFactory.getLogger(ReadFailure.class);

    public void read(@ExchangeProperty("attempt") Attempt attempt,
            @ExchangeProperty("CamelExceptionCaught") Exception failure) {
        boolean unsent = failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException;
        attempt.settle(unsent ? new NotSent("Replicate can't be reached") : new Unknown());
        LOG.atWarn().addKeyValue("action", "create-prediction").addKeyValue("jobId", attempt.accepted().job().jobId())
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log(unsent ? "Replicate can't be reached" : "The answer was lost; the attempt may have been charged");
    }
}
