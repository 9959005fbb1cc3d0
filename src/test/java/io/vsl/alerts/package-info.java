/** What is made of the list of alerts, and whether it is true. */
@NullMarked
package io.vsl.alerts;

import org.jspecify.annotations.NullMarked;
