package io.vsl.ledger;

import java.util.List;

/** Predictions of which it is asked whether they are known to be of some attempt. */
public interface Candidates {

    /** Ids of predictions. */
    List<String> candidates();
}
