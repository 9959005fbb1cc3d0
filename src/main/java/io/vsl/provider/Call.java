package io.vsl.provider;

/**
 * A request to a provider's API, for somebody: the body of {@code direct:provider-call}.
 *
 * @param subject  the caller's own, given back as it is
 * @param provider its name
 */
public record Call<S>(S subject, String provider, Request request) {}
