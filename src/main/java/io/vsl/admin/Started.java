package io.vsl.admin;

import java.util.UUID;

/** The answer to a call that began an operation. */
record Started(UUID operationId) {}
