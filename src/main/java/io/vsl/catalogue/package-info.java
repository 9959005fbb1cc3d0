/**
 * Models of models.json beside those that their provider has: adds an entry from a model's own schema, and says where
 * entries differ from it. A command of the application, {@code java -jar vsl.jar models …}, and no stage.
 *
 * <p>It is the application's, not the launcher's, because it needs what the application knows: how Replicate answers
 * ({@code io.vsl.provider.replicate}), and how models.json is read at the start ({@code io.vsl.models}), which every
 * changed file has to pass before it takes the place of the old one. So it works in a container too, where there is no
 * launcher. {@code ./vsl models} hands over to it.
 */
@NullMarked
package io.vsl.catalogue;

import org.jspecify.annotations.NullMarked;
