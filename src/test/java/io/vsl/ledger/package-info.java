@NullMarked
package io.vsl.ledger;

import org.jspecify.annotations.NullMarked;
