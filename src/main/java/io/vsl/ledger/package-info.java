/**
 * The ledger of what was asked of providers: the one owner of the table {@code prediction_attempts}. A row is committed
 * before a prediction is asked for, since each costs money and nobody takes a POST back.
 *
 * <p>A step is a type that goes in, a statement in {@code sql/ledger}, a type that comes out and a route
 * {@code direct:ledger-…} of {@code routes/ledger.camel.yaml} around them:
 *
 * <pre>
 * prepare   {@link io.vsl.ledger.Preparing}  → {@link io.vsl.ledger.Standings}   whether a first attempt is still wanted
 * refuse    {@link io.vsl.ledger.Refusing}   → {@link io.vsl.ledger.Standings}   no row → rejected: it can't be sent
 * claim     {@link io.vsl.ledger.Claim}      → {@link io.vsl.ledger.Claimed}     claimed → sending, committed before anything is sent
 * record    {@link io.vsl.ledger.Fates}      → {@link io.vsl.ledger.Recorded}    sending → submitted, rejected or claimed
 * due       {@link io.vsl.ledger.Due}        → {@link io.vsl.ledger.OpenAttempt} takes what is to be looked into
 * known     {@link io.vsl.ledger.Candidates} → ids of predictions that are of some attempt
 * resolve   {@link io.vsl.ledger.Resolving}  → {@link io.vsl.ledger.Resolved}    sending → submitted, claimed or abandoned
 * reported  {@link io.vsl.ledger.Reported}   notes that an end was told
 * stop      {@link io.vsl.ledger.Stop}       → {@link io.vsl.ledger.Stopped}     nothing of these jobs is sent any more
 * </pre>
 *
 * <p>Operators read it and give orders by {@link io.vsl.ledger.OperatorsLedger}.
 */
@NullMarked
package io.vsl.ledger;

import org.jspecify.annotations.NullMarked;
