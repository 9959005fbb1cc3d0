package io.vsl.cancel;

import io.vsl.provider.Answered;
import io.vsl.provider.Call;
import io.vsl.provider.Cancelling;
import io.vsl.provider.Provider;
import io.vsl.provider.Providers;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Has a prediction cancelled by its provider, as often as it takes. */
@Component("cancelPrediction")
class CancelPrediction {

    private static final Logger LOG = LoggerFactory.getLogger(CancelPrediction.class);

    private final Providers providers;

    CancelPrediction(Providers providers) {
        this.providers = providers;
    }

    /** None of a provider whose predictions can't be cancelled. */
    public List<Call<Running>> calls(List<Running> running) {
        return running.stream()
                .flatMap(one -> {
                    Provider provider = providers.of(one.provider());
                    return provider
                            .cancel(one.predictionId())
                            .map(request -> new Call<>(one, provider.name(), request))
                            .stream();
                })
                .toList();
    }

    /** What can't be cancelled now is tried again later, and the outcome proposed then too: it is the same. */
    public void answered(Answered<Running> answered) {
        Running running = answered.subject();
        switch (providers.of(running.provider()).cancelled(answered.reply())) {
            case Cancelling.Done done ->
                LOG.atInfo()
                        .addKeyValue("action", "cancel")
                        .addKeyValue("jobId", running.jobId())
                        .log("The prediction is cancelled");
            case Cancelling.Again again -> running.polled().postpone(again.reason());
        }
    }
}
