/** What happens before the routes run: which stages, migrations, topics, keys. */
@NullMarked
package io.vsl.platform.start;

import org.jspecify.annotations.NullMarked;
