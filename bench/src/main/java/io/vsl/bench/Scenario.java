package io.vsl.bench;

import java.util.List;

/** Something that is measured, with what comes of it. */
interface Scenario {

    /**
     * What is compared with what.
     *
     * @param ratio ours over the reference's, at least or at most
     */
    record Goal(String contest, String unit, String reference, Bound bound, double ratio) {

        /** Of figures of which more is better. */
        static Goal atLeast(String contest, String unit, String reference, double ratio) {
            return new Goal(contest, unit, reference, Bound.AT_LEAST, ratio);
        }

        /** Of figures of which less is better. */
        static Goal atMost(String contest, String unit, String reference, double ratio) {
            return new Goal(contest, unit, reference, Bound.AT_MOST, ratio);
        }
    }

    /** On which side of its ratio a goal is reached. */
    enum Bound {
        AT_LEAST,
        AT_MOST
    }

    /** As it is asked for. */
    String name();

    List<? extends Result> run(Run run) throws Exception;
}
