@NullMarked
package io.vsl.models;

import org.jspecify.annotations.NullMarked;
