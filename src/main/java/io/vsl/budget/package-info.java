/**
 * What users may ask for and what their jobs have cost: the one owner of {@code user_limits}, {@code budget_refusals} and {@code attempt_charges}.
 *
 * <p>There is no row for a reservation. The admission of a job is one and its outcome settles it, so that a job which was
 * admitted is reserved for, and one which has ended is settled, by the same row and once:
 *
 * <pre>
 * reserve  sql/budget/reserve.sql, with the admissions of a poll, of admit    reserved + estimate, or refused
 * charge   sql/budget/charge.sql, with the proposals of a poll, of conclude   keeps what each attempt costs
 * settle   sql/budget/settle.sql, with the outcomes of a poll, of conclude    reserved - estimate, spent + {@link io.vsl.budget.Spending}
 * expired  sql/budget/expired.sql, of erase                                   reads whose files are kept for how long
 * costs    sql/budget/costs.sql, of admin                                      adds up what attempts cost
 * set      {@link io.vsl.budget.UsersLimits}                                  counts anew from those rows
 * </pre>
 *
 * <p>The counts beside a budget are those rows' sum, kept so that a poll need not add up a month; of users without a budget
 * nobody keeps them. {@link io.vsl.budget.ReadUsage} adds up the rows, {@link io.vsl.budget.RoomLeft} reads the counts, and
 * {@link io.vsl.budget.KnownLimits} remembers for a while who has limits at all.
 */
@NullMarked
package io.vsl.budget;

import org.jspecify.annotations.NullMarked;
