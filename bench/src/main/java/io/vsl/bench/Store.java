package io.vsl.bench;

/** Where a sink writes. */
interface Store extends AutoCloseable {

    /** Forgets all jobs. */
    void empty() throws Exception;

    /** How much there is, with a digest of all of it: equal when two programs left the same. */
    String content() throws Exception;

    @Override
    void close();
}
