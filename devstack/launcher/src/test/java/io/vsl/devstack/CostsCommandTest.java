package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What predictions have cost, a line for each group. */
class CostsCommandTest {

    @Test
    void whatIsUnknownIsNoAmount() throws IOException {
        ObjectMapper json = new ObjectMapper();

        assertThat(CostsCommand.line(
                        "sdxl",
                        json.readTree("{\"attempts\":5,\"metered\":2,\"estimated\":1,\"unknown\":2,\"usd\":0.003}")))
                .isEqualTo("sdxl                      0.003 USD  5 predictions: 2 metered, 1 estimated, 2 unknown");
        assertThat(CostsCommand.line(
                        "sdxl", json.readTree("{\"attempts\":1,\"metered\":0,\"estimated\":0,\"unknown\":1}")))
                .isEqualTo("sdxl                      unknown  1 predictions: 0 metered, 0 estimated, 1 unknown");
    }
}
