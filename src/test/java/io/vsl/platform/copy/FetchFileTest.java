package io.vsl.platform.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vsl.platform.copy.Arriving.Piece;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.fence.NameServer;
import io.vsl.platform.security.Sha256;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import io.vsl.testing.FileHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FetchFileTest {

    private static final int MEGABYTE = 1 << 20;

    private final NameServer names = new NameServer();
    private final Fence fence = names.fence(true);
    private final Fence closedFence = names.fence(false);
    private final WebClient client = new WebClient(fence);
    private final CopyMemory memory = new CopyMemory(new CopyProperties(DataSize.ofMegabytes(16)));
    private final FetchFile fetchFile = new FetchFile(client, memory);
    private final FileRules rules = rules(DataSize.ofMegabytes(100), Duration.ofMinutes(1));

    @AfterAll
    void close() throws IOException {
        client.destroy();
        fence.close();
        closedFence.close();
        names.close();
    }

    private static FileRules rules(DataSize maxSize, Duration timeout) {
        return new FileRules(
                url -> url.target().startsWith("/secret") ? Optional.of("is secret") : Optional.empty(),
                maxSize,
                timeout);
    }

    @Test
    void aSmallFileIsWholeAtOnce() throws Exception {
        try (FileHost host = new FileHost(100_000);
                Arriving file = begin(host, rules)) {
            assertThat(file.isWhole()).isTrue();
            assertThat(file.first()).hasSize(100_000);
            assertThat(file.size()).isEqualTo(100_000);
            assertThat(file.sha256()).isEqualTo(host.sha256()).isEqualTo(Sha256.hex(file.first()));
            assertThat(file.contentType()).isEqualTo("video/mp4");
            assertThat(file.name()).isEqualTo("film.mp4");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CopyMemory.PART - 1, CopyMemory.PART})
    void aFileOfOnePartIsWhole(int size) throws Exception {
        try (FileHost host = new FileHost(size);
                Arriving file = begin(host, rules)) {
            assertThat(file.isWhole()).isTrue();
            assertThat(file.first()).hasSize(size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CopyMemory.PART - 1, CopyMemory.PART})
    void aFileOfUnknownLengthIsTheSame(int size) throws Exception {
        try (FileHost host = new FileHost(size).withoutLength();
                Arriving file = begin(host, rules)) {
            assertThat(file.first()).hasSize(size);
            assertThat(read(file)).isEqualTo(host.sha256());
            assertThat(file.size()).isEqualTo(size);
        }
    }

    @Test
    void aLargeFileComesInParts() throws Exception {
        try (FileHost host = new FileHost(30 * MEGABYTE);
                Arriving file = begin(host, rules)) {
            assertThat(file.isWhole()).isFalse();
            assertThat(file.first()).hasSize(CopyMemory.PART);
            assertThat(read(file)).isEqualTo(host.sha256()).isEqualTo(file.sha256());
            assertThat(file.size()).isEqualTo(30 * MEGABYTE);
            assertThat(host.ranges()).containsExactly("none");
        }
    }

    @Test
    void aFileThatIsCutGoesOnWhereItWas() throws Exception {
        try (FileHost host = new FileHost(30 * MEGABYTE).cutAt(3 * MEGABYTE, 12 * MEGABYTE, 12 * MEGABYTE + 1);
                Arriving file = begin(host, rules)) {
            assertThat(read(file)).isEqualTo(host.sha256()).isEqualTo(file.sha256());
            assertThat(host.ranges())
                    .hasSize(4)
                    .startsWith("none")
                    .allMatch(range -> range.matches("none|bytes=\\d+-"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "no length"})
    void aHostWithoutRangesSendsItOnceMore(String kind) throws Exception {
        try (FileHost host = new FileHost(10 * MEGABYTE).withoutRanges().cutAt(9 * MEGABYTE)) {
            if (kind.equals("no length")) {
                host.withoutLength();
            }
            try (Arriving file = begin(host, rules)) {
                assertThat(read(file)).isEqualTo(host.sha256());
                assertThat(host.ranges()).hasSize(2);
            }
        }
    }

    @Test
    void aHostThatSaysNothingOfTheFileSendsItOnceMore() throws Exception {
        try (FileHost host = new FileHost(10 * MEGABYTE).tagged(null).cutAt(9 * MEGABYTE);
                Arriving file = begin(host, rules)) {
            assertThat(read(file)).isEqualTo(host.sha256());
        }
    }

    @Test
    void aFileOfUntoldLengthIsAsLongAsItsPartsSay() throws Exception {
        try (FileHost host = new FileHost(10 * MEGABYTE).withoutLength().cutAt(5 * MEGABYTE, 9 * MEGABYTE);
                Arriving file = begin(host, rules)) {
            assertThat(read(file)).isEqualTo(host.sha256());
            assertThat(file.size()).isEqualTo(10 * MEGABYTE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"one\"", "W/\"weak\""})
    void aFileThatHasChangedIsNotPutTogetherWithAnother(String tag) throws Exception {
        try (FileHost host =
                        new FileHost(20 * MEGABYTE).withoutRanges().tagged(tag).cutAt(10 * MEGABYTE);
                Arriving file = begin(host, rules)) {
            host.change();
            assertAway(() -> read(file), "has changed while it was fetched", false);
        }
    }

    @Test
    void aFileThatIsGoneMeanwhileIsGone() throws Exception {
        try (FileHost host = new FileHost(20 * MEGABYTE).cutAt(10 * MEGABYTE);
                Arriving file = begin(host, rules)) {
            host.answer(404);
            assertAway(() -> read(file), "status 404", true);
        }
    }

    @Test
    void aHostThatCutsAgainAndAgainIsLeft() throws Exception {
        long[] everywhere = new long[30];
        for (int i = 0; i < everywhere.length; i++) {
            everywhere[i] = (long) MEGABYTE + i;
        }
        try (FileHost host = new FileHost(2 * MEGABYTE).cutAt(everywhere)) {
            assertThatExceptionOfType(FileAway.class).isThrownBy(() -> begin(host, rules));
            assertThat(host.ranges()).hasSize(21);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void aFileThatIsNotThereMayCome(int status) throws Exception {
        try (FileHost host = new FileHost(1).answer(status)) {
            assertAway(() -> begin(host, rules), "status " + status, true);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 503})
    void aHostThatIsBusyIsAskedLater(int status) throws Exception {
        try (FileHost host = new FileHost(1).answer(status)) {
            assertAway(() -> begin(host, rules), "status " + status, false);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 304, 400, 405, 451})
    void anyOtherAnswerIsFinal(int status) throws Exception {
        try (FileHost host = new FileHost(1).answer(status)) {
            assertThatExceptionOfType(FileRefused.class).isThrownBy(() -> begin(host, rules));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "no length"})
    void aFileThatIsTooLargeIsRefused(String kind) throws Exception {
        try (FileHost host = new FileHost(20 * MEGABYTE)) {
            if (kind.equals("no length")) {
                host.withoutLength();
            }
            assertThatExceptionOfType(FileRefused.class)
                    .isThrownBy(() -> {
                        try (Arriving file = begin(host, rules(DataSize.ofMegabytes(15), Duration.ofMinutes(1)))) {
                            read(file);
                        }
                    })
                    .withMessage("is larger than 15728640 bytes");
        }
    }

    @Test
    void aFileThatTakesTooLongIsLeft() throws Exception {
        try (FileHost host = new FileHost(20 * MEGABYTE);
                Arriving file = begin(host, rules(DataSize.ofMegabytes(100), Duration.ofMillis(500)))) {
            Thread.sleep(1000);
            assertAway(() -> read(file), "takes longer than 0 s", false);
        }
    }

    /** Before it answers, in the midst of its answer, and in a part of one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
            })
    void aHostThatFallsSilentIsLeftInTime(String said) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
                    server.accept();
                } catch (IOException e) {
                    // The test is over.
                }
            });
            WebUrl url = WebUrl.parse("http://127.0.0.1:" + server.getLocalPort() + "/film.mp4");
            Instant began = Instant.now();

            assertAway(
                    () -> fetchFile.begin(url, rules(DataSize.ofMegabytes(100), Duration.ofMillis(500))),
                    "takes longer than 0 s",
                    false);

            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aRedirectIsFollowedWhereTheRulesAllow() throws Exception {
        try (FileHost host = new FileHost(1000)) {
            String moved = "http://" + host.authority() + "/moved?";
            try (Arriving file = fetchFile.begin(WebUrl.parse(moved + host.url()), rules)) {
                assertThat(file.size()).isEqualTo(1000);
            }
            assertRefused(moved + "/secret", "is secret");
            assertRefused(
                    moved + moved + moved + moved + moved + moved + host.url(), "is behind more than 5 redirects");
            assertRefused("http://me@" + host.authority() + "/film.mp4", "has a user in its URL");
        }
    }

    @Test
    void nothingIsFetchedFromInsideTheNetwork() throws Exception {
        WebClient fenced = new WebClient(closedFence);
        try (FileHost host = new FileHost(1000)) {
            assertThatExceptionOfType(FileRefused.class)
                    .isThrownBy(() -> new FetchFile(fenced, memory).begin(WebUrl.parse(host.url()), rules))
                    .withMessageContaining("leads into the network");
            assertThat(host.ranges()).isEmpty();
        } finally {
            fenced.destroy();
        }
    }

    @Test
    void filesTogetherHoldNoMoreThanTheBudget() throws Exception {
        try (FileHost host = new FileHost(30 * MEGABYTE);
                Arriving one = begin(host, rules)) {
            Arriving two = begin(host, rules);
            CompletableFuture<Arriving> third = CompletableFuture.supplyAsync(() -> quietly(() -> begin(host, rules)));
            CompletableFuture<Piece> more = CompletableFuture.supplyAsync(() -> quietly(one::next));
            Thread.sleep(300);
            assertThat(third).isNotDone();
            assertThat(more).isNotDone();

            two.close();
            one.giveBack(one.takeFirst());

            third.join().close();
            one.giveBack(more.join());
        }
        assertAllIsGivenBack();
    }

    @Test
    void whateverHappensItsMemoryIsGivenBack() throws Exception {
        try (FileHost host = new FileHost(30 * MEGABYTE).answer(503)) {
            for (int i = 0; i < 5; i++) {
                assertThatExceptionOfType(FileAway.class).isThrownBy(() -> begin(host, rules));
            }
            host.answer(200);
            for (int i = 0; i < 5; i++) {
                host.cutAt(9 * MEGABYTE).answer(200);
                try (Arriving file = begin(host, rules)) {
                    host.answer(404);
                    file.giveBack(file.takeFirst());
                    assertThatExceptionOfType(FileAway.class).isThrownBy(file::next);
                }
                host.answer(200);
            }
        }
        assertAllIsGivenBack();
    }

    private void assertAllIsGivenBack() throws IOException {
        memory.take(CopyMemory.PART);
        memory.take(CopyMemory.PART);
        memory.giveBack(CopyMemory.PART);
        memory.giveBack(CopyMemory.PART);
    }

    private interface Asked<T extends @Nullable Object> {
        T get() throws Exception;
    }

    private static <T extends @Nullable Object> T quietly(Asked<T> asked) {
        try {
            return asked.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(String url, String message) {
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> fetchFile.begin(WebUrl.parse(url), rules))
                .withMessage(message);
    }

    private static void assertAway(ThrowingCallable call, String message, boolean isGone) {
        assertThatExceptionOfType(FileAway.class)
                .isThrownBy(call)
                .withMessage(message)
                .returns(isGone, FileAway::isGone);
    }

    private Arriving begin(FileHost host, FileRules limits) throws IOException, InvalidUrl {
        return fetchFile.begin(WebUrl.parse(host.url()), limits);
    }

    /** To its end; the hash of what came. */
    private static String read(Arriving file) throws IOException {
        MessageDigest digest = Sha256.digest();
        for (@Nullable Piece piece = file.takeFirst(); piece != null; piece = file.next()) {
            digest.update(piece.bytes(), 0, piece.length());
            file.giveBack(piece);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
