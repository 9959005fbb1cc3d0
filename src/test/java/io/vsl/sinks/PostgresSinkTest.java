package io.vsl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.JobSnapshot;
import io.vsl.testing.NeedsServers;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

@NeedsServers
class PostgresSinkTest extends SinkContract {

    PostgresSinkTest() {
        super("sink-postgres");
    }

    @Override
    Optional<JobSnapshot> read(UUID jobId) throws Exception {
        Optional<JobSnapshot> snapshot = super.read(jobId);
        snapshot.ifPresent(found -> assertThat(Sinks.APPLICATION
                        .bean(JdbcTemplate.class)
                        .queryForObject("SELECT status FROM jobs WHERE job_id = ?", String.class, jobId))
                .isEqualTo(found.job().status().value()));
        return snapshot;
    }
}
