package io.vsl.platform.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where URLs of callers may lead, in every form that a host can be written in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FenceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NameServer names = new NameServer();
    private final Fence fence = names.fence(false);

    @AfterAll
    void close() {
        fence.close();
        names.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://0177.0.0.1/",
                "http://017700000001/",
                "http://127.0.0.1./",
                "http://127%2e0.0.1/",
                "http://１２７.0.0.1/",
                "http://127。0。0。1/",
                "http://0/",
                "http://0.0.0.0/",
                "http://10.1.2.3/",
                "http://100.64.0.1/",
                "http://100.127.255.254/",
                "http://169.254.169.254/latest/meta-data/",
                "http://169.254.170.2/",
                "http://0xa9fea9fe/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.0.0.8/",
                "http://192.0.2.1/",
                "http://192.168.1.1/",
                "http://198.18.0.1/",
                "http://198.51.100.1/",
                "http://203.0.113.1/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "http://[::1]/",
                "http://[::]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::127.0.0.1]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[64:ff9b:1::1]/",
                "http://[2002:7f00:1::]/",
                "http://[2001::1]/",
                "http://[2001:db8::1]/",
                "http://[fe80::1]/",
                "http://[fc00::1]/",
                "http://[fd00:ec2::254]/",
                "http://[ff02::1]/",
                "http://[100::1]/",
                "http://localhost/",
                "http://LOCALHOST/",
                "http://localhost./",
                "http://a.localhost/",
                "http://kafka/",
                "http://printer.local/",
                "http://metadata.google.internal/",
                "http://ip-10-0-0-1.ec2.internal/",
                "http://router.home.arpa/",
                "https://user@127.0.0.1/",
                "https://example.com@127.0.0.1/",
                "http:\\\\127.0.0.1\\",
                "http:127.0.0.1"
            })
    void whatIsInsideIsRefusedHoweverItIsWritten(String url) throws InvalidUrl {
        assertThat(fence.refusal(WebUrl.parse(url))).as(url).contains("leads into the network");
        assertThat(fence.refusalNow(url).join()).as(url).contains("leads into the network");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/",
                "https://127.0.0.1.example.com/",
                "https://localhost.example.com/",
                "http://8.8.8.8/",
                "http://172.15.255.255/",
                "http://172.32.0.1/",
                "http://100.63.255.255/",
                "http://100.128.0.1/",
                "http://169.253.1.1/",
                "http://192.0.3.1/",
                "http://[2606:4700::1111]/",
                "http://[2a00::1]/",
                "http://[::ffff:8.8.8.8]/",
                "http://[64:ff9b::808:808]/",
                "https://example.com:443/",
                "http://example.com:8080/",
                "http://example.com:1024/"
            })
    void whatIsOutsideIsNot(String url) throws InvalidUrl {
        assertThat(fence.refusal(WebUrl.parse(url))).as(url).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.com:22/", "http://example.com:25/", "https://example.com:1023/", "http://a.b:0/"
            })
    void noServiceOfAnotherKindIsSpokenTo(String url) throws InvalidUrl {
        assertThat(fence.refusal(WebUrl.parse(url))).as(url).hasValueSatisfying(why -> assertThat(why)
                .startsWith("has a port"));
    }

    @Test
    void aNameThatLeadsInsideIsRefusedEvenWhenItLeadsOutsideToo() {
        names.put("inside.example.com", "10.0.0.7");
        names.put("both.example.com", "93.184.216.34", "127.0.0.1");
        names.put("six.example.com", "93.184.216.34", "::1");
        for (String name : List.of("inside", "both", "six")) {
            assertThat(fence.refusalNow("https://" + name + ".example.com/").join())
                    .contains("leads into the network");
            assertThat(fence.resolve(name + ".example.com"))
                    .failsWithin(PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(InternalAddress.class);
        }
    }

    @Test
    void aNameCanLeadElsewhereByTheTimeItIsCalled() throws UnknownHostException {
        names.put("moves.example.com", "93.184.216.34");
        assertThat(fence.refusalNow("https://moves.example.com/").join()).isEmpty();
        assertThat(fence.resolve("moves.example.com").join()).containsExactly(InetAddress.getByName("93.184.216.34"));

        names.put("moves.example.com", "169.254.169.254");

        assertThat(fence.resolve("moves.example.com"))
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(InternalAddress.class);
    }

    @Test
    void aNameThatNobodyKnowsIsRefusedWhenItIsCalledOnly() {
        assertThat(fence.refusalNow("https://nobody.example.com/").join()).isEmpty();
        assertThat(fence.resolve("nobody.example.com"))
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseExactlyInstanceOf(UnknownHostException.class);
    }

    @Test
    void aNameServerThatDoesNotAnswerIsNotWaitedForForLong() {
        names.put("silent.example.com");
        assertThat(fence.refusalNow("https://silent.example.com/").join()).isEmpty();
    }

    @Test
    void whoWaitsIsToldTheSame() throws UnknownHostException {
        assertThatThrownBy(() -> fence.resolveNow("localhost")).isInstanceOf(InternalAddress.class);
        assertThatThrownBy(() -> fence.resolveNow("[::1]")).isInstanceOf(InternalAddress.class);
        assertThat(fence.resolveNow("8.8.8.8")).hasSize(1);
    }

    @Test
    void aStackOnOneMachineMayCallItself() throws InvalidUrl, UnknownHostException {
        try (Fence open = names.fence(true)) {
            assertThat(open.refusal(WebUrl.parse("http://127.0.0.1:22/"))).isEmpty();
            assertThat(open.resolveNow("127.0.0.1")).containsExactly(InetAddress.getLoopbackAddress());
            assertThat(open.resolveNow("localhost")).isNotEmpty();
        }
    }

    @Test
    void aFileIsFetchedByHttpsAlone() throws InvalidUrl {
        assertThat(fence.refusalOfFile(WebUrl.parse("http://example.com/a.png")))
                .contains("does not begin with https://");
        assertThat(fence.refusalOfFile(WebUrl.parse("https://10.0.0.1/a.png"))).contains("leads into the network");
        assertThat(fence.refusalOfFile(WebUrl.parse("https://example.com/a.png")))
                .isEmpty();
        try (Fence open = names.fence(true)) {
            assertThat(open.refusalOfFile(WebUrl.parse("http://127.0.0.1/a.png")))
                    .isEmpty();
        }
    }

    @Test
    void productionMayNot() {
        assertThat(new FenceProperties(true, "prod").faults())
                .singleElement()
                .asString()
                .contains("VSL_ALLOW_INTERNAL_ADDRESSES", "STAGE=prod");
        assertThat(new FenceProperties(false, "prod").faults()).isEmpty();
        assertThat(new FenceProperties(true, "dev").faults()).isEmpty();
    }
}
