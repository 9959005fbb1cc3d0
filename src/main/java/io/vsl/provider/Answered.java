package io.vsl.provider;

/** What came of a {@link Call}; subject is the caller's own. */
public record Answered<S>(S subject, Reply reply) {}
