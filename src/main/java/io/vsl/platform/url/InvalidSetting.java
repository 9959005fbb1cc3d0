package io.vsl.platform.url;

/** A setting can't be used. The message is a sentence for operators: the variable, what is wrong, what is allowed. */
public class InvalidSetting extends IllegalArgumentException {

    public InvalidSetting(String message) {
        super(message);
    }
}
