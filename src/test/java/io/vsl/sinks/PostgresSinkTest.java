package io.vsl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobSnapshot;
import io.vsl.testing.NeedsServers;
import java.util.List;
import java.util.Map;
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
        List<Map<String, Object>> rows = Sinks.APPLICATION.bean(JdbcTemplate.class).queryForList(
                "SELECT status, CAST(document AS text) AS document FROM jobs WHERE job_id = ?", jobId);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        JobSnapshot snapshot = Sinks.APPLICATION.bean(ObjectMapper.class)
                .readValue((String) rows.get(0).get("document"), JobSnapshot.class);
        assertThat(rows.get(0)).containsEntry("status", snapshot.job().status().value());
        return Optional.of(snapshot);
    }
}
