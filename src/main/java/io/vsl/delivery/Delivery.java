package io.vsl.delivery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this process has taken, to try it once.
 *
 * @param id         the {@code webhook-id}, the same on every try and redelivery
 * @param jobId      null of events of no job
 * @param endpointId null of a request's webhookUrl
 * @param url        where to
 * @param receiver   what counts as one receiver
 * @param document   of a job the value of {@code job.completed}, else the members of the body that are the event's own
 * @param step       tries since it was made or redelivered, before this one
 * @param number     of this try, from 1 on
 * @param createdAt  when the delivery was made
 * @param mediaDeletedAt since when the job's files are gone; null while they are there
 * @param keys       that sign it, the current one first
 */
public record Delivery(
        UUID id,
        String userId,
        @Nullable UUID jobId,
        @Nullable UUID endpointId,
        String url,
        String receiver,
        WebhookEvent event,
        String document,
        int step,
        int number,
        Instant createdAt,
        @Nullable Instant mediaDeletedAt,
        List<byte[]> keys) {}
