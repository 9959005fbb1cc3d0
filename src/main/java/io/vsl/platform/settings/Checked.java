package io.vsl.platform.settings;

import java.util.List;

/** Settings that can be wrong together, or in a way that bounds can't say. Asked only when each setting can be read. */
public interface Checked {

    /**
     * Finds what is wrong.
     *
     * @return a sentence for each fault: the variable, what is wrong, what is allowed; never a secret
     */
    List<String> faults();
}
