package io.vsl.platform.copy;

import io.vsl.platform.url.WebUrl;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Fetches a file of the web, with a bound on its size and on the time that it takes. */
@Component
public class FetchFile {

    private final WebClient client;
    private final CopyMemory memory;

    FetchFile(WebClient client, CopyMemory memory) {
        this.client = client;
        this.memory = memory;
    }

    /**
     * Begins with it; whoever asked closes it.
     *
     * @throws FileRefused when it can't be had, now or later
     * @throws FileAway    when it may be had later
     * @throws IOException when the thread is interrupted
     */
    public Arriving begin(WebUrl url, FileRules rules) throws IOException {
        return Arriving.begin(new WebFile(client, url, rules), memory);
    }
}
