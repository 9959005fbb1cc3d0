package io.vsl.platform.url;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Has Spring Boot log the sentence instead of a stack trace. */
class ExplainInvalidSetting extends AbstractFailureAnalyzer<InvalidSetting> implements Ordered {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidSetting cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Correct it and start again. README.md has the settings with a"
                        + " variable, application.yaml has all of them.",
                failure);
    }

    /** Before those that know only that some property can't be bound. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
