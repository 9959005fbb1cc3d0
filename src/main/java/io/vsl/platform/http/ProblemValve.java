package io.vsl.platform.http;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Answers what Tomcat refuses before Spring sees it, e.g. a URL that is none, in the form of all our errors. */
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            // The path is whatever was sent, and could not be read.
            ProblemAnswer.of(UnroutedRequests.problem(status), "/").write(response);
            response.finishResponse();
        } catch (IOException e) {
            // The caller is gone.
        }
    }
}
