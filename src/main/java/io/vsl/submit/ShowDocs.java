package io.vsl.submit;

import io.vsl.platform.http.AnswerBody;
import io.vsl.platform.http.Problem;
import io.vsl.platform.security.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Swagger UI, which shows {@code openapi.yaml} to people: a page, and the few files that it names. These are known by a part
 * of their hash in their name, so that browsers may keep them.
 */
@Component("showDocs")
@Lazy
class ShowDocs {

    private static final String OURS = "classpath:docs/";

    /** The version is a folder of its own. */
    private static final String VIEWER = "classpath*:META-INF/resources/webjars/swagger-ui/*/";

    private static final Map<String, String> FILES = Map.of(
            "swagger-ui-bundle.js", VIEWER,
            "swagger-ui.css", VIEWER,
            "favicon-32x32.png", VIEWER,
            "docs.js", OURS,
            "docs.css", OURS);

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "png", "image/png");

    /** The viewer's stylesheet has its icons in it, as data URLs. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    private static final int BYTES_OF_HASH = 8;

    private final Document page;
    private final Map<String, Document> assets;

    ShowDocs() throws IOException {
        Map<String, Document> byName = new HashMap<>();
        String html = new String(read(OURS, "index.html"), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            byte[] content = read(file.getValue(), file.getKey());
            String name = named(file.getKey(), content);
            byName.put(name, new Document(type(name), new AnswerBody(content)));
            html = html.replace("{{" + file.getKey() + "}}", name);
        }
        this.page = new Document("text/html; charset=utf-8", new AnswerBody(html.getBytes(StandardCharsets.UTF_8)));
        this.assets = Map.copyOf(byName);
    }

    private static byte[] read(String folder, String file) throws IOException {
        Resource[] found = new PathMatchingResourcePatternResolver().getResources(folder + file);
        if (found.length != 1) {
            throw new IllegalStateException("There are %d files %s".formatted(found.length, folder + file));
        }
        return found[0].getContentAsByteArray();
    }

    private static String named(String file, byte[] content) {
        int dot = file.lastIndexOf('.');
        String hash = HexFormat.of().formatHex(Sha256.digest().digest(content), 0, BYTES_OF_HASH);
        return file.substring(0, dot) + "-" + hash + file.substring(dot);
    }

    private static String type(String name) {
        return Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    /** The page, which is asked for anew each time: what it names may be others. */
    public void page(Exchange exchange) {
        page.show(exchange);
        Message message = exchange.getMessage();
        message.setHeader("Cache-Control", "no-cache");
        message.setHeader("Content-Security-Policy", POLICY);
    }

    /** @throws Problem 404 when the page names no such file */
    public void asset(@Header("asset") String name, Exchange exchange) {
        Document asset = assets.get(name);
        if (asset == null) {
            throw Problem.of(404, "NOT_FOUND", "There is no such file");
        }
        asset.show(exchange);
        exchange.getMessage().setHeader("Cache-Control", "public, max-age=31536000, immutable");
    }
}
