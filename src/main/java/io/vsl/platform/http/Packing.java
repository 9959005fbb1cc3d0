package io.vsl.platform.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which answers are packed with gzip, and for whom (RFC 9110, sections 8.4 and 12.5.3). Streams never are. */
final class Packing {

    /** In bytes: what is smaller fits into a packet or two anyway. */
    private static final int WORTH_IT = 1024;

    private static final Pattern TEXT =
            Pattern.compile("(text/.+|application/(.+\\+)?json|application/openmetrics-text)\\s*(;.*)?");

    private static final Pattern CODING =
            Pattern.compile("\\s*([^\\s;]+)\\s*(?:;\\s*[qQ]=([01](?:\\.[0-9]{0,3})?))?\\s*");

    private static final Pattern NEVER = Pattern.compile("0(\\.0*)?");

    private Packing() {}

    /** @param acceptEncoding the values of the request's header */
    static Answer of(Answer answer, List<String> acceptEncoding) {
        if (!isWorthIt(answer)) {
            return answer;
        }
        answer.headers().put("Vary", "Accept-Encoding");
        if (!takesGzip(acceptEncoding)) {
            return answer;
        }
        answer.headers().put("Content-Encoding", "gzip");
        return new Answer(
                answer.status(), answer.headers(), new AnswerBody(answer.body().packed()));
    }

    private static boolean isWorthIt(Answer answer) {
        return answer.body().bytes().length >= WORTH_IT
                && TEXT.matcher(answer.headers().getOrDefault("Content-Type", ""))
                        .matches()
                && !answer.headers().getOrDefault("Cache-Control", "").contains("no-transform");
    }

    /** What is named counts before what * means; what can't be read is not taken. */
    static boolean takesGzip(List<String> acceptEncoding) {
        Map<String, Boolean> taken = new HashMap<>();
        for (String value : acceptEncoding) {
            for (String each : value.split(",")) {
                Matcher coding = CODING.matcher(each);
                if (coding.matches()) {
                    taken.put(
                            coding.group(1).toLowerCase(Locale.ROOT),
                            coding.group(2) == null
                                    || !NEVER.matcher(coding.group(2)).matches());
                }
            }
        }
        return taken.getOrDefault("gzip", taken.getOrDefault("*", false));
    }
}
