package io.vsl.devstack.simulator;

import java.util.concurrent.ThreadLocalRandom;

/** Ids as Replicate makes them: digits and lower-case letters. */
final class RandomId {

    private static final String CHARACTERS = "0123456789abcdefghjkmnpqrstvwxyz";

    private RandomId() {}

    static String of(int length) {
        char[] id = new char[length];
        for (int i = 0; i < length; i++) {
            id[i] = CHARACTERS.charAt(ThreadLocalRandom.current().nextInt(CHARACTERS.length()));
        }
        return new String(id);
    }
}
