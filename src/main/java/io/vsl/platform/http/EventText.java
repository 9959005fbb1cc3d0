package io.vsl.platform.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events as they go over the wire (HTML Living Standard, section 9.2). */
public final class EventText {

    private EventText() {}

    /**
     * One event.
     *
     * @param id   by which the stream is resumed; neither it nor the type has a line break
     * @param data one line
     */
    public static byte[] of(String id, String type, byte[] data) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 128);
        event.writeBytes("id: %s\nevent: %s\ndata: ".formatted(id, type).getBytes(StandardCharsets.UTF_8));
        event.writeBytes(data);
        event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return event.toByteArray();
    }
}
