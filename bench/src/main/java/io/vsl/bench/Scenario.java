package io.vsl.bench;

/** One thing that is measured. */
interface Scenario {

    /**
     * What is compared with what.
     *
     * @param ratio ours over the reference's, at least
     */
    record Goal(String scenario, String unit, String reference, double ratio) {
    }

    Goal goal();

    Contest run(Run run) throws Exception;
}
