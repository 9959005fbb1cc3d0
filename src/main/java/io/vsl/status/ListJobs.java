package io.vsl.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisException;
import io.vsl.job.Job;
import io.vsl.job.JobIds;
import io.vsl.job.JobSnapshot;
import io.vsl.job.JobStatus;
import io.vsl.job.MediaType;
import io.vsl.job.ModelIds;
import io.vsl.platform.aws.JobViews;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.http.Reply;
import io.vsl.platform.http.Shown;
import io.vsl.platform.postgres.Position;
import io.vsl.platform.security.Caller;
import io.vsl.stores.JobPages;
import io.vsl.stores.JobPages.Filter;
import io.vsl.stores.JobPages.Row;
import io.vsl.stores.RedisJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** {@code GET /jobs}: a page of jobs, the newest first, from PostgreSQL; what still runs there as Redis has it. */
@Component("listJobs")
class ListJobs {

    private static final Logger LOG = LoggerFactory.getLogger(ListJobs.class);

    private static final int SHOWN = 50;

    private static final List<String> STATUSES =
            Stream.of(JobStatus.values()).map(JobStatus::value).toList();
    private static final List<String> MEDIA_TYPES =
            Stream.of(MediaType.values()).map(MediaType::value).toList();

    private final JobPages pages;
    private final RedisJobs cache;
    private final JobViews views;
    private final ObjectMapper json;

    ListJobs(JobPages pages, RedisJobs cache, JobViews views, ObjectMapper json) {
        this.pages = pages;
        this.cache = cache;
        this.views = views;
        this.json = json;
    }

    /** A page, and where the next begins when there is one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Page(
            List<JobViews.JobView> jobs, @Nullable String nextCursor) {}

    public Reply list(Message message, @ExchangeProperty("caller") Caller caller) throws JsonProcessingException {
        QueryParameters parameters = new QueryParameters(message);
        String userId = parameters.userId();
        String status = parameters.oneOf("status", STATUSES);
        String mediaType = parameters.oneOf("mediaType", MEDIA_TYPES);
        String modelId = parameters.text("modelId", ModelIds::isValid, "is no model's id");
        UUID batchId = parameters.value("batchId", JobIds::of, "must be the id of a batch");
        int limit = parameters.limit(SHOWN);
        Position after = parameters.cursor(Position::parse, Position.FIRST);
        parameters.check();
        Filter filter = new Filter(caller.meantOrAll(userId), status, mediaType, modelId, batchId);
        return Reply.ok(page(filter, after, limit));
    }

    private Page page(Filter filter, Position after, int limit) throws JsonProcessingException {
        Shown<Row> shown = Shown.of(read(filter, after, limit + 1), limit, Row::place);
        List<JobViews.JobView> jobs = newest(shown.items()).stream()
                .map(JobSnapshot::job)
                .filter(job -> filter.status() == null || job.status().value().equals(filter.status()))
                .map(views::of)
                .toList();
        return new Page(jobs, shown.nextCursor());
    }

    private List<Row> read(Filter filter, Position after, int limit) {
        try {
            return pages.read(filter, after, limit);
        } catch (DataAccessException e) {
            LOG.atWarn().addKeyValue("action", "status").setCause(e).log("PostgreSQL can't list jobs");
            throw Problem.unavailable("STATUS_UNAVAILABLE", "Jobs can't be listed right now", Duration.ofSeconds(5));
        }
    }

    /** PostgreSQL's sink may be behind Redis's, and nobody who has read an outcome is to read that the job still runs. */
    private List<JobSnapshot> newest(List<Row> rows) throws JsonProcessingException {
        List<JobSnapshot> jobs = new ArrayList<>();
        for (Row row : rows) {
            jobs.add(json.readValue(row.document(), JobSnapshot.class));
        }
        Map<UUID, JobSnapshot> inRedis =
                inRedis(jobs.stream().map(JobSnapshot::job).map(Job::jobId).toList());
        putIntoRedis(jobs.stream()
                .filter(job -> isBehind(inRedis.get(job.job().jobId()), job))
                .toList());
        jobs.replaceAll(job -> {
            JobSnapshot found = inRedis.get(job.job().jobId());
            return found != null && found.isNewerThan(job) ? found : job;
        });
        return jobs;
    }

    private static boolean isBehind(@Nullable JobSnapshot inRedis, JobSnapshot job) {
        return job.job().isTerminal() && inRedis != null && !inRedis.job().isTerminal();
    }

    /** Nor is who reads an outcome here to read there, a moment later, that the job still runs. */
    private void putIntoRedis(List<JobSnapshot> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        try {
            cache.putAll(outcomes);
        } catch (RedisException e) {
            // Redis is not believed from now on.
            LOG.atDebug().addKeyValue("action", "status").setCause(e).log("Redis could not be told outcomes");
        }
    }

    private Map<UUID, JobSnapshot> inRedis(List<UUID> jobIds) {
        try {
            return cache.getAll(jobIds);
        } catch (RedisException e) {
            LOG.atWarn()
                    .addKeyValue("action", "status")
                    .addKeyValue("error", e.toString())
                    .log("Redis is away");
            return Map.of();
        }
    }
}
