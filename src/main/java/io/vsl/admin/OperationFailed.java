package io.vsl.admin;

import java.io.Serial;

/** An operation can't go on; the operator is told why in these words. */
final class OperationFailed extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    OperationFailed(String reason) {
        super(reason, null, false, false);
    }
}
