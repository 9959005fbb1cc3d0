package io.vsl.platform.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot log the sentence instead of a stack trace. */
class ExplainSetup extends AbstractFailureAnalyzer<SetupFailed> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, SetupFailed cause) {
        return new FailureAnalysis(cause.getMessage(), cause.mend(), failure);
    }
}
