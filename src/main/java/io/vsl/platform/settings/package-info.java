/**
 * All settings are checked once, at start, before anything is connected to or changed. A setting is a component of a
 * {@code @ConfigurationProperties} record, with its bounds beside it.
 */
@NullMarked
package io.vsl.platform.settings;

import org.jspecify.annotations.NullMarked;
