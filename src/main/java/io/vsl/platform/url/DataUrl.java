package io.vsl.platform.url;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Content that stands in its own URL, {@code data:image/png;base64,…}. Read as leniently as people write them: base64
 * with line breaks, in the URL alphabet or without its padding, and content that is percent-encoded only. Source: RFC
 * 2397 and the WHATWG Fetch standard.
 *
 * @param contentType what the URL says it is, without parameters; {@code text/plain} when it doesn't say
 */
public record DataUrl(String contentType, byte[] content) {

    private static final Pattern TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}");

    private static final int LONGEST_HEAD = 500;

    private static final String OMITTED = "vsl-omitted=";

    /** Whether the text is meant as one, sound or not. */
    public static boolean isMeant(String text) {
        return text.stripLeading().regionMatches(true, 0, "data:", 0, 5);
    }

    /** @throws InvalidUrl when it is none, or has no content */
    public static DataUrl parse(String text) throws InvalidUrl {
        if (!isMeant(text)) {
            throw new InvalidUrl("does not begin with data:");
        }
        String stripped = text.strip();
        int comma = stripped.indexOf(',');
        if (comma < 0 || comma > LONGEST_HEAD) {
            throw new InvalidUrl("has no comma between its type and its content");
        }
        String[] head = head(stripped, comma);
        if (head[head.length - 1].startsWith(OMITTED)) {
            throw new InvalidUrl("stands for content of %s bytes that was too large to be passed on"
                    .formatted(head[head.length - 1].substring(OMITTED.length())));
        }
        String type = head[0].strip();
        if (!type.isEmpty() && !TYPE.matcher(type).matches()) {
            throw new InvalidUrl("has a type that isn't of the form image/png");
        }
        boolean base64 = head.length > 1 && head[head.length - 1].strip().equals("base64");
        String data = stripped.substring(comma + 1);
        // A browser ends any data URL at a #; but an SVG that stands in one often has colours.
        byte[] content = base64 ? decoded(unescaped(data.split("#", 2)[0])) : unescaped(data);
        if (content.length == 0) {
            throw new InvalidUrl("has no content");
        }
        return new DataUrl(type.isEmpty() ? "text/plain" : type, content);
    }

    private static String[] head(String text, int comma) {
        return text.substring("data:".length(), comma).toLowerCase(Locale.ROOT).split(";", -1);
    }

    /** What stands for a data URL that is too large to be passed on; {@link #parse} says of it how large that was. */
    public static String omitted(String text) {
        String stripped = text.strip();
        int comma = stripped.indexOf(',');
        return "data:%s;%s%d,".formatted(head(stripped, comma)[0].strip(), OMITTED, stripped.length() - comma - 1);
    }

    private static byte[] decoded(byte[] base64) throws InvalidUrl {
        ByteArrayOutputStream letters = new ByteArrayOutputStream(base64.length);
        for (byte b : base64) {
            switch (b) {
                case ' ', '\t', '\n', '\r', '\f', '=' -> {
                    // Padding tells nothing that the length doesn't.
                }
                case '-' -> letters.write('+');
                case '_' -> letters.write('/');
                default -> letters.write(b);
            }
        }
        try {
            return Base64.getDecoder().decode(letters.toByteArray());
        } catch (IllegalArgumentException e) {
            throw new InvalidUrl("has content that isn't base64");
        }
    }

    private static byte[] unescaped(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                plain.write(bytes[i]);
            } else {
                plain.write(high << 4 | low);
                i += 2;
            }
        }
        return plain.toByteArray();
    }

    /** In the one form that all understand: base64 in the standard alphabet, with padding and in one line. */
    @Override
    public String toString() {
        return "data:" + contentType + ";base64," + Base64.getEncoder().encodeToString(content);
    }
}
