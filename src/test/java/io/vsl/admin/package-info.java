@NullMarked
package io.vsl.admin;

import org.jspecify.annotations.NullMarked;
