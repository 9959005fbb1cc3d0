package io.vsl.platform.security;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * The form of the keys that VSL makes: {@code vsl_live_}, 256 random bits and a checksum, in letters and digits. Who finds
 * one in a file knows what it is, and a key that was cut off or mistyped is refused without a look at the database.
 */
final class KeyText {

    private static final String BEGINNING = "vsl_live_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

    private static final int BYTES = 32;

    /** As many as 256 bits need, and 32 bits. */
    private static final int RANDOM_DIGITS = 43;

    private static final int CHECKSUM_DIGITS = 6;

    private static final int SHOWN = BEGINNING.length() + 4;

    private KeyText() {}

    static String make(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String key = BEGINNING + digits(new BigInteger(1, bytes), RANDOM_DIGITS);
        return key + checksum(key);
    }

    /** By which people tell it from others. */
    static String prefix(String key) {
        return key.substring(0, SHOWN);
    }

    /** Whether it may be a key: one that begins as ours do is whole. */
    static boolean isPlausible(String key) {
        if (!key.startsWith(BEGINNING)) {
            return true;
        }
        int end = BEGINNING.length() + RANDOM_DIGITS;
        return key.length() == end + CHECKSUM_DIGITS && key.substring(end).equals(checksum(key.substring(0, end)));
    }

    private static String checksum(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return digits(BigInteger.valueOf(crc.getValue()), CHECKSUM_DIGITS);
    }

    private static String digits(BigInteger number, int length) {
        StringBuilder digits = new StringBuilder();
        BigInteger left = number;
        while (digits.length() < length) {
            BigInteger[] parts = left.divideAndRemainder(BASE);
            digits.append(DIGITS.charAt(parts[1].intValue()));
            left = parts[0];
        }
        return digits.reverse().toString();
    }
}
