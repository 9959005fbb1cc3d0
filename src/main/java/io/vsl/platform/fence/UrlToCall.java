package io.vsl.platform.fence;

import io.vsl.platform.json.JsonFields;
import io.vsl.platform.url.CallersUrl;
import io.vsl.platform.url.InvalidUrl;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A field with a URL of the caller's that is to be called. */
public final class UrlToCall {

    private UrlToCall() {}

    /** In its one form; null when it is absent or wrong. Names are looked up, and waited for. */
    public static @Nullable String read(JsonFields fields, String name, Fence fence) {
        String text = fields.filledText(name);
        if (text == null) {
            return null;
        }
        try {
            String url = CallersUrl.read(text).toString();
            Optional<String> refusal = fence.refusalNow(url).join();
            refusal.ifPresent(why -> fields.wrong(name, "NOT_ALLOWED", CallersUrl.OUTSIDE + why));
            return refusal.isPresent() ? null : url;
        } catch (InvalidUrl e) {
            fields.wrong(name, "MALFORMED", CallersUrl.FORM + e.getMessage());
            return null;
        }
    }
}
