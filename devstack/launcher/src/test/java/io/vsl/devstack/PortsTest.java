package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void oneBaseMovesAllPorts() {
        Ports ports = Ports.from(20_000);

        assertThat(ports.of(Port.APP)).isEqualTo(20_000);
        assertThat(ports.of(Port.POSTGRES)).isEqualTo(20_432);
        assertThat(ports.of(Port.S3)).isEqualTo(20_900);
    }

    @Test
    void aBaseWithoutRoomIsRefused() {
        assertThatThrownBy(() -> Ports.from(65_000))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("65000");
        assertThatThrownBy(() -> Ports.from(80)).isInstanceOf(UserError.class);
    }

    @Test
    void aTakenPortIsNamedWithItsPurposeAndTheWayOut() throws IOException {
        Ports ports = Ports.free();
        try (ServerSocket other = new ServerSocket(ports.of(Port.POSTGRES), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ports.requireFree(Service.SERVERS))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " is taken; it is for PostgreSQL.")
                    .hasMessageContaining("--port-base")
                    .hasMessageContaining("VSL_PORT_BASE");
            assertThatCode(() -> ports.requireFree(List.of(Service.REDIS))).doesNotThrowAnyException();
        }
    }

    @Test
    void kafkaNeedsItsControllersPortToo() throws IOException {
        Ports ports = Ports.free();
        try (ServerSocket other =
                new ServerSocket(ports.of(Port.KAFKA_CONTROLLER), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ports.requireFree(List.of(Service.KAFKA)))
                    .hasMessageContaining(String.valueOf(other.getLocalPort()));
        }
    }

    @Test
    void freePortsAreDistinctAndOutOfTheWayOfOutgoingConnections() {
        Ports ports = Ports.free();

        assertThat(ports.numbers().values()).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
        assertThatCode(() -> ports.requireFree(List.of(Service.values()))).doesNotThrowAnyException();
    }
}
