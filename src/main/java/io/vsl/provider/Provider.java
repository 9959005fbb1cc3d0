package io.vsl.provider;

import java.util.Optional;

/**
 * One that makes media. Nothing here does I/O: requests are made and answers read. What a call travels by is the route
 * {@code direct:<name>}, a {@link Call} in, a {@link Reply} out, which repeats nothing, since every request may cost money.
 */
public interface Provider {

    /** As models.json, our webhook's path and its route have it. */
    String name();

    /** As people are told of it. */
    String title();

    /** Asks for a prediction. Sent once. */
    Request create(Submission submission);

    Creation created(Reply reply);

    /** Asks that a prediction be cancelled, which may be repeated; empty when it can't be. */
    Optional<Request> cancel(String predictionId);

    Cancelling cancelled(Reply reply);

    /** Asks for one prediction; empty when it can't be. */
    Optional<Request> look(String predictionId);

    Look looked(String predictionId, Reply reply);

    /** Empty when there is no list: then nothing is ever proven absent, and what is unknown ends as ambiguous. */
    Optional<Listing> listing();

    Verdict verify(Webhook webhook);

    /** What a webhook's body, or a record of {@code prediction.reported}, says. */
    Reading read(byte[] said);

    Limits limits();
}
