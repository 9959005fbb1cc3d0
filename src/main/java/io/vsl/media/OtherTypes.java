package io.vsl.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/**
 * The type of a file that {@link MediaFormat} doesn't know, as Apache Tika tells it: by its bytes, then by its name, then
 * by the content type that was said. What a browser would run as a page is nothing but bytes.
 */
final class OtherTypes {

    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();

    private static final String UNKNOWN = MediaType.OCTET_STREAM.toString();

    /** Registered names of types that Tika calls otherwise. Source: IANA's registry of media types. */
    private static final Map<String, String> REGISTERED = Map.of(
            "audio/x-aac",
            "audio/aac",
            "audio/x-aiff",
            "audio/aiff",
            "audio/vnd.wave",
            "audio/wav",
            "audio/x-flac",
            "audio/flac");

    private static final Pattern PAGE = Pattern.compile("(text|application)/(.*html.*|.*script|xml|xsl.*|.*\\+xml)");

    private static final Pattern EXTENSION = Pattern.compile("\\.([A-Za-z0-9]{1,12})$");

    private OtherTypes() {}

    static FileType of(byte[] beginning, @Nullable String contentType, String name) throws IOException {
        Metadata said = new Metadata();
        if (!name.isEmpty()) {
            said.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
        }
        if (contentType != null) {
            said.set(HttpHeaders.CONTENT_TYPE, contentType);
        }
        MediaType found = TYPES.detect(new ByteArrayInputStream(beginning), said);
        String type = found.getBaseType().toString();
        type = REGISTERED.getOrDefault(type, type);
        if (PAGE.matcher(type).matches()) {
            type = UNKNOWN;
        }
        return new FileType(type, extension(type, name));
    }

    /** The registered name of a content type, without its parameters. */
    static String registered(String said) {
        org.apache.tika.mime.MediaType type = org.apache.tika.mime.MediaType.parse(said);
        String name = type == null
                ? said
                : TYPES.getMediaTypeRegistry().normalize(type.getBaseType()).toString();
        return REGISTERED.getOrDefault(name, name);
    }

    private static String extension(String type, String name) {
        Matcher own = EXTENSION.matcher(name.toLowerCase(Locale.ROOT));
        List<String> usual = usual(type);
        if (own.find() && (usual.isEmpty() || type.equals(UNKNOWN) || usual.contains(own.group()))) {
            return own.group(1);
        }
        return usual.isEmpty() ? "bin" : usual.get(0).substring(1);
    }

    private static List<String> usual(String type) {
        try {
            return TYPES.forName(type).getExtensions();
        } catch (MimeTypeException e) {
            return List.of();
        }
    }
}
