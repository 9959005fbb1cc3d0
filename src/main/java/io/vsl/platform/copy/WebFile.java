package io.vsl.platform.copy;

import io.vsl.platform.security.Sha256;
import io.vsl.platform.url.WebUrl;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * A file of the web as it is read, counted and hashed. When the connection breaks it goes on where it was: by a range where
 * the host has them, and else from the beginning, if what was read before comes again. A file that has changed meanwhile is
 * noticed.
 */
final class WebFile implements Closeable {

    private static final int MOST_RESUMPTIONS = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int LONGEST_PAUSE = 5;
    private static final int SKIP = 64 * 1024;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final WebClient client;
    private final WebUrl url;
    private final FileRules rules;
    private final UnderWay underWay = new UnderWay();
    private final Future<?> cutOff;
    private final MessageDigest sha256 = Sha256.digest();

    private volatile boolean isLate;
    private @Nullable InputStream body;
    private @Nullable Header validator;
    private @Nullable String contentType;
    private long length;
    private long size;
    private boolean isAtEnd;
    private int resumptions;

    /**
     * Asks for it.
     *
     * @throws FileRefused when it can't be had, now or later
     * @throws FileAway    when it may be had later
     */
    WebFile(WebClient client, WebUrl url, FileRules rules) throws FileAway {
        this.client = client;
        this.url = url;
        this.rules = rules;
        this.cutOff = client.in(rules.timeout().toMillis(), this::tooLate);
        try {
            begin();
        } catch (IOException e) {
            close();
            throw away(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void begin() throws IOException {
        ClassicHttpResponse response = open();
        HttpEntity entity = response.getEntity();
        contentType = entity.getContentType();
        length = entity.getContentLength();
        requireSize(length);
        validator = validator(response);
        body = entity.getContent();
        if (length == 0) {
            end();
        }
    }

    /** What a range is asked with, so that it is of the same file; null when the host says nothing that tells. */
    private static @Nullable Header validator(ClassicHttpResponse response) {
        Header tag = response.getFirstHeader(HttpHeaders.ETAG);
        Header validator = tag != null && !tag.getValue().startsWith("W/")
                ? tag
                : response.getFirstHeader(HttpHeaders.LAST_MODIFIED);
        return validator == null ? null : new BasicHeader(HttpHeaders.IF_RANGE, validator.getValue());
    }

    /** An answer that has a body. */
    private ClassicHttpResponse open(Header... headers) throws IOException {
        ClassicHttpResponse response = client.get(url, rules, underWay, headers);
        requireInTime();
        requireFound(response.getCode(), size > 0);
        if (response.getEntity() == null) {
            throw new FileRefused("is empty");
        }
        return response;
    }

    /** A file may be there a moment after its link, and a server that is short of time may have it: it says no for now. */
    private static void requireFound(int status, boolean isRange) throws IOException {
        switch (status) {
            case 200 -> {
                // There it is.
            }
            case 206 -> {
                if (!isRange) {
                    throw new FileRefused("can't be fetched: status 206, a part that nobody asked for");
                }
            }
            case 401, 403, 404, 410 -> throw new FileAway("status " + status, true);
            // What was asked for is not in the file any more.
            case 408, 416, 425, 429 -> throw new IOException("status " + status);
            default -> {
                if (status >= 500) {
                    throw new IOException("status " + status);
                }
                throw new FileRefused("can't be fetched: status " + status);
            }
        }
    }

    private void requireSize(long bytes) {
        if (bytes > rules.maxSize().toBytes()) {
            throw new FileRefused(
                    "is larger than %d bytes".formatted(rules.maxSize().toBytes()));
        }
    }

    /** As its host said; null when it didn't. */
    @Nullable
    String contentType() {
        return contentType;
    }

    /** In its URL, which may be empty. */
    String name() {
        return url.fileName();
    }

    /** Of the whole file, in bytes; negative when its host doesn't say. */
    long length() {
        return length;
    }

    /** Bytes that were read so far. */
    long size() {
        return size;
    }

    /** Of what was read so far, 64 hexadecimal digits. */
    String sha256() {
        return HexFormat.of().formatHex(copy(sha256).digest());
    }

    boolean isAtEnd() {
        return isAtEnd;
    }

    /**
     * Reads on.
     *
     * @return how much; less than there is room for at the end of the file only
     * @throws FileRefused when it can't be had, now or later
     * @throws FileAway    when it may be had later
     */
    int fill(byte[] room) throws FileAway {
        int filled = 0;
        while (!isAtEnd && filled < room.length) {
            try {
                int read = Objects.requireNonNull(body).read(room, filled, room.length - filled);
                if (read > 0) {
                    sha256.update(room, filled, read);
                    size += read;
                    filled += read;
                }
                requireSize(size);
                requireWhole(read);
                if (read < 0 || size == length) {
                    end();
                }
            } catch (IOException e) {
                resume(e);
            }
        }
        return filled;
    }

    /** The connection is of use to the next file. */
    private void end() {
        isAtEnd = true;
        try {
            Objects.requireNonNull(body).close();
        } catch (IOException e) {
            // There is nothing more to be read.
        }
    }

    private void requireWhole(int read) throws IOException {
        if (read < 0 && size < length) {
            throw new IOException("ended after %d of %d bytes".formatted(size, length));
        }
    }

    private void resume(IOException broken) throws FileAway {
        IOException reason = broken;
        while (!isLate && ++resumptions <= MOST_RESUMPTIONS) {
            underWay.drop();
            try {
                pause();
                body = fromHere();
                return;
            } catch (FileAway e) {
                throw away(e);
            } catch (IOException e) {
                reason = e;
            }
        }
        throw away(reason);
    }

    private void pause() throws FileAway {
        try {
            Thread.sleep(PAUSE.multipliedBy(Math.min(resumptions, LONGEST_PAUSE)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FileAway("interrupted", false);
        }
    }

    private InputStream fromHere() throws IOException {
        List<Header> headers = new ArrayList<>();
        if (size > 0 && validator != null) {
            headers.add(new BasicHeader(HttpHeaders.RANGE, "bytes=%d-".formatted(size)));
            headers.add(validator);
        }
        ClassicHttpResponse response = open(headers.toArray(Header[]::new));
        InputStream content = response.getEntity().getContent();
        if (response.getCode() == HttpStatus.SC_PARTIAL_CONTENT) {
            requireRange(response);
        } else {
            skip(content);
        }
        return content;
    }

    private void requireRange(ClassicHttpResponse response) throws FileAway {
        Header header = response.getFirstHeader(HttpHeaders.CONTENT_RANGE);
        Matcher range = RANGE.matcher(header == null ? "" : header.getValue());
        if (!range.matches() || Long.parseLong(range.group(1)) != size || isOther(range.group(2))) {
            throw changed();
        }
        if (length < 0 && !range.group(2).equals("*")) {
            length = Long.parseLong(range.group(2));
            requireSize(length);
        }
    }

    private boolean isOther(String total) {
        return length >= 0 && !total.equals("*") && Long.parseLong(total) != length;
    }

    /** What was read before, which must be the same. */
    private void skip(InputStream content) throws IOException {
        MessageDigest again = Sha256.digest();
        byte[] buffer = new byte[SKIP];
        for (long left = size; left > 0; ) {
            int read = content.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw changed();
            }
            again.update(buffer, 0, read);
            left -= read;
        }
        if (!Arrays.equals(again.digest(), copy(sha256).digest())) {
            throw changed();
        }
    }

    private static FileAway changed() {
        return new FileAway("has changed while it was fetched", false);
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own SHA-256 can be cloned", e);
        }
    }

    private void tooLate() {
        isLate = true;
        underWay.end();
    }

    private void requireInTime() throws IOException {
        if (isLate) {
            throw new IOException("too late");
        }
    }

    private FileAway away(IOException reason) {
        if (isLate) {
            return new FileAway(
                    "takes longer than %d s".formatted(rules.timeout().toSeconds()), false);
        }
        return reason instanceof FileAway away ? away : new FileAway(reason.getMessage(), false);
    }

    @Override
    public void close() {
        cutOff.cancel(false);
        underWay.drop();
    }
}
