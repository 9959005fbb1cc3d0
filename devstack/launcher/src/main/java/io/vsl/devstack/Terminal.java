package io.vsl.devstack;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Standard output for people. Colours and redrawing only where a person looks: the {@code vsl} script says whether
 * standard output is a terminal, because Java can't tell it apart from standard input on every version. Where it is
 * none, a program may read it, and has what was asked for alone.
 */
final class Terminal {

    private static final String ESCAPE = "\u001b[";
    private static final int BAR_WIDTH = 24;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private final boolean colours;

    Terminal(PrintStream out, PrintStream err, boolean interactive, boolean colours) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
        this.colours = colours;
    }

    static Terminal ofThisProcess() {
        boolean interactive = Boolean.getBoolean("vsl.tty");
        String noColour = System.getenv().getOrDefault("NO_COLOR", "");
        return new Terminal(
                stream(FileDescriptor.out), stream(FileDescriptor.err), interactive, interactive && noColour.isEmpty());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Whether lines can be drawn again. */
    boolean isInteractive() {
        return interactive;
    }

    void line(String text) {
        out.println(text);
    }

    /** How far things are, while somebody waits. */
    void progress(String text) {
        (interactive ? out : err).println(text);
    }

    /** Draws these lines where the last call drew as many. */
    void redraw(List<String> lines) {
        out.print(ESCAPE + lines.size() + "A");
        lines.forEach(line -> out.println(ESCAPE + "2K" + line));
    }

    String green(String text) {
        return colour("32", text);
    }

    String red(String text) {
        return colour("31", text);
    }

    String bold(String text) {
        return colour("1", text);
    }

    String dim(String text) {
        return colour("2", text);
    }

    /** @param share from 0 to 1 */
    String bar(double share) {
        int full = (int) Math.round(share * BAR_WIDTH);
        return "━".repeat(full) + dim("─".repeat(BAR_WIDTH - full));
    }

    /** Such as {@code 3.4 s}. */
    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private String colour(String code, String text) {
        return colours ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }
}
