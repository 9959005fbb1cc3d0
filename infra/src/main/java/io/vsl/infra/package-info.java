/** What VSL needs in an AWS account, as code. */
@NullMarked
package io.vsl.infra;

import org.jspecify.annotations.NullMarked;
