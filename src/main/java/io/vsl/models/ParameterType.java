package io.vsl.models;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a parameter's value may be. Written in lower case. */
public enum ParameterType {
    STRING("a string"),
    /** A file: an absolute https URL, its content in a {@code data:} URI, or the id of an upload. */
    URI("an https URL, a data URI or the id of an upload"),
    /** A whole number of 64 bits; {@code 10.0} is the integer 10. */
    INTEGER("an integer"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    /** A JSON object of any members, which goes to the model as it is. */
    OBJECT("an object"),
    /** A list whose entries are all of one of the types above. */
    ARRAY("a list"),
    /** Whatever a parameter without a declaration may be: a string, number or boolean, or a list of these. */
    ANY("a string, a number, true or false, or a list of these");

    private final String phrase;

    ParameterType(String phrase) {
        this.phrase = phrase;
    }

    @JsonValue
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    String phrase() {
        return phrase;
    }

    boolean isText() {
        return this == STRING || this == URI;
    }

    boolean isNumeric() {
        return this == INTEGER || this == NUMBER;
    }
}
