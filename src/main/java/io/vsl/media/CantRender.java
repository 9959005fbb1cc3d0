package io.vsl.media;

import java.io.Serial;

/** Something can't be made of a file, or found out. The message is for people: {@code the image can't be decoded: …}. */
public final class CantRender extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    CantRender(String reason) {
        super(reason);
    }
}
