package io.vsl.platform.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis says when it refuses. */
public final class RedisErrors {

    /** Before version 7 what a command within a script was told is told as an error of the script. */
    private static final Pattern WITHIN_SCRIPT = Pattern.compile(
            "ERR Error running script \\(call to \\w+\\): (?:@user_script: ?\\d+: )*-([A-Z]+ .*)", Pattern.DOTALL);

    private RedisErrors() {}

    /** The answer as its command was told it, which begins with the error's code, such as {@code READONLY}. */
    public static String ofCommand(String answer) {
        Matcher within = WITHIN_SCRIPT.matcher(answer);
        return within.matches() ? within.group(1) : answer;
    }
}
