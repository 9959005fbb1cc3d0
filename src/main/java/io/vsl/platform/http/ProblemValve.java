package io.vsl.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.json.JsonConfiguration;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Answers what Tomcat refuses before Spring sees it, e.g. a URL that is none, in the form of all our errors. */
public final class ProblemValve extends ErrorReportValve {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            // The path is whatever was sent, and could not be read.
            byte[] body = JSON.writeValueAsBytes(ProblemDocument.of(UnroutedRequests.problem(status), "/"));
            response.setContentType(ProblemDocument.CONTENT_TYPE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException e) {
            // The caller is gone.
        }
    }
}
