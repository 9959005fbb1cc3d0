package io.vsl.admin;

import io.vsl.platform.aws.JobItems;
import io.vsl.platform.postgres.JobRows;
import io.vsl.platform.redis.JobCache;
import java.util.List;
import org.springframework.stereotype.Component;

/** The three sinks. */
@Component
class Sinks {

    static final String POSTGRES = "sink-postgres";
    static final String REDIS = "sink-redis";
    static final String DYNAMODB = "sink-dynamodb";

    private final List<Sink> all;

    Sinks(JobRows rows, JobCache cache, JobItems items) {
        this.all = List.of(
                new Sink(POSTGRES, rows::clear, rows::findAll, job -> false),
                // A job that isn't there is found in the next store.
                new Sink(REDIS, cache::clear, cache::findAll, job -> true),
                new Sink(DYNAMODB, items::clear, items::findAll, job -> !items.keeps(job.endedOrCreatedAt())));
    }

    List<Sink> all() {
        return all;
    }

    List<String> names() {
        return all.stream().map(Sink::stage).toList();
    }

    Sink of(String name) {
        return all.stream().filter(sink -> sink.stage().equals(name)).findFirst().orElseThrow();
    }
}
