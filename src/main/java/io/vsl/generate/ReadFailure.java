package io.vsl.generate;

import io.vsl.generate.Attempt.NotSent;
import io.vsl.generate.Attempt.Unknown;
import io.vsl.platform.replicate.TooLate;
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

    private final LimitCreations limit;

    ReadFailure(LimitCreations limit) {
        this.limit = limit;
    }

    public void read(@ExchangeProperty("attempt") Attempt attempt,
            @ExchangeProperty("CamelExceptionCaught") Exception failure) {
        if (failure instanceof TooLate) {
            limit.unused();
            attempt.settle(new NotSent("it was held up for too long"));
        } else {
            limit.failed(failure);
            attempt.settle(isUnsent(failure) ? new NotSent("Replicate can't be reached") : new Unknown());
        }
        LOG.atWarn().addKeyValue("action", "create-prediction").addKeyValue("jobId", attempt.jobId())
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log(attempt.fate() instanceof NotSent notSent
                        ? notSent.reason()
                        : "The answer was lost; the attempt may have been charged");
    }

    private static boolean isUnsent(Exception failure) {
        return failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException;
    }
}
