/** How settings are checked, and what tests of each record stand on. */
@NullMarked
package io.vsl.platform.settings;

import org.jspecify.annotations.NullMarked;
