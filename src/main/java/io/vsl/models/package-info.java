/**
 * The registry: what models.json says of each model, the validation of a request's parameters against it, the price of
 * a run, and the translation to the model's own inputs. Nothing here knows any one model. See docs/MODELS.md.
 */
@NullMarked
package io.vsl.models;

import org.jspecify.annotations.NullMarked;
