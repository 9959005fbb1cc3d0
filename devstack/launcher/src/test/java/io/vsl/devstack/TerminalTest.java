package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void withoutColoursThereAreNoEscapes() {
        Terminal terminal = terminal(false);

        assertThat(terminal.green("a") + terminal.red("b") + terminal.bold("c") + terminal.dim("d"))
                .isEqualTo("abcd");
    }

    @Test
    void withColoursEachEndsWhereItsTextEnds() {
        assertThat(terminal(true).green("up")).isEqualTo("\u001b[32mup\u001b[0m");
    }

    @Test
    void aBarIsAsFullAsItsShareAndAlwaysAsLong() {
        Terminal terminal = terminal(false);

        assertThat(terminal.bar(0)).doesNotContain("━");
        assertThat(terminal.bar(0.5)).isEqualTo("━".repeat(12) + "─".repeat(12));
        assertThat(terminal.bar(1)).isEqualTo("━".repeat(24));
    }

    @Test
    void redrawingGoesBackOverTheLines() {
        terminal(true).redraw(List.of("one", "two"));

        assertThat(out).hasToString("\u001b[2A\u001b[2Kone\n\u001b[2Ktwo\n");
    }

    @Test
    void howFarThingsAreIsNotAmongWhatAProgramReads() {
        terminal(true).progress("a person looks");
        new Terminal(stream(out), stream(err), false, false).progress("a program reads");

        assertThat(out).hasToString("a person looks\n");
        assertThat(err).hasToString("a program reads\n");
    }

    private Terminal terminal(boolean colours) {
        return new Terminal(stream(out), stream(err), true, colours);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
