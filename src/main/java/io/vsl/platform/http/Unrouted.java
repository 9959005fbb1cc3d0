package io.vsl.platform.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** Answers to what no route takes: unknown paths, methods that a path doesn't have, requests that aren't HTTP. */
final class Unrouted {

    private Unrouted() {}

    static Answer of(int status, String path) {
        return Answer.of(problem(status), path);
    }

    /** @param reason what the reader of HTTP says */
    static Answer unreadable(Throwable reason) {
        // The path is whatever was sent.
        return of(
                reason instanceof TooLongHttpLineException
                        ? 414
                        : reason instanceof TooLongHttpHeaderException ? 431 : 400,
                "/");
    }

    static Problem problem(int status) {
        return switch (status) {
            case 404 -> Problem.of(404, "NOT_FOUND", "There is nothing at this path");
            case 405 -> Problem.of(405, "METHOD_NOT_ALLOWED", "This path doesn't have this method");
            case 406 ->
                Problem.of(
                        406, "NOT_ACCEPTABLE", "We answer application/json, and streams of events text/event-stream");
            default ->
                status >= 400 && status < 500
                        ? Problem.of(status, "BAD_REQUEST", "The request can't be read")
                        : Problem.of(500, "INTERNAL_ERROR", "Something went wrong on our side");
        };
    }
}
