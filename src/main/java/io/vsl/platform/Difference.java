package io.vsl.platform;

/**
 * Something that {@code setup} has found otherwise than it would have made it.
 *
 * @param isGrave whether jobs are lost by it, or can't be kept
 * @param found   where what is, and what it should be
 * @param leadsTo what comes of it
 * @param mend    what to do
 */
public record Difference(boolean isGrave, String found, String leadsTo, String mend) {

    public static Difference grave(String found, String leadsTo, String mend) {
        return new Difference(true, found, leadsTo, mend);
    }

    public static Difference of(String found, String leadsTo, String mend) {
        return new Difference(false, found, leadsTo, mend);
    }

    @Override
    public String toString() {
        return found + ": " + leadsTo + ". To mend it: " + mend;
    }
}
