package io.vsl.admit;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The requests of a poll, with what was decided first about each job by now.
 *
 * @param admissions of all their jobs
 */
public record Admitted(List<Decision> decisions, Map<UUID, Admission> admissions) {}
