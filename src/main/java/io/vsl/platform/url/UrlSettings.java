package io.vsl.platform.url;

import io.vsl.platform.url.ServiceUrl.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.springframework.core.env.PropertyResolver;

/**
 * All settings that are URLs: the property, the variable that operators know, and how it is read. What the properties
 * hold afterwards is what was understood.
 */
public final class UrlSettings {

    private static final List<String> WEB = List.of("http", "https");

    private static final String JWT_ISSUER = "vsl.security.jwt.issuer";

    private static final String JWT_KEYS = "vsl.security.jwt.keys";

    private static final String WELL_KNOWN = "/.well-known/jwks.json";

    private static final String API_URL = "vsl.replicate.api-url";

    private static final String MEDIA_HOSTS = "vsl.replicate.output-hosts";

    /** @param read the text of the setting, as it is used and as it is logged */
    private record Setting(String property, String variable, boolean isOptional, Function<String, Understood> read) {}

    /**
     * What was read.
     *
     * @param value as it is used
     * @param shown as it may be logged
     */
    public record Understood(String value, String shown) {

        private static Understood of(ServiceUrl url) {
            return new Understood(url.text(), url.masked());
        }
    }

    private static final List<Setting> SETTINGS = List.of(
            new Setting("vsl.postgres.url", "DATABASE_URL", false, UrlSettings::database),
            new Setting("vsl.redis.url", "REDIS_URL", false, UrlSettings::redis),
            new Setting(
                    "vsl.replicate.webhook-base-url",
                    "WEBHOOK_BASE_URL",
                    false,
                    text -> web("WEBHOOK_BASE_URL", text, "https://vsl.example.com")),
            new Setting(
                    "vsl.aws.s3-endpoint",
                    "S3_ENDPOINT",
                    true,
                    text -> aws("S3_ENDPOINT", text, "http://s3.internal:9000")),
            new Setting(
                    "vsl.aws.dynamodb-endpoint",
                    "DYNAMODB_ENDPOINT",
                    true,
                    text -> aws("DYNAMODB_ENDPOINT", text, "http://dynamodb.internal:8000")),
            new Setting(
                    "vsl.aws.media-base-url",
                    "MEDIA_BASE_URL",
                    true,
                    text -> web("MEDIA_BASE_URL", text, "https://media.example.com/files")));

    private UrlSettings() {}

    /**
     * Reads them all.
     *
     * @param wrong takes the property and a sentence for each that can't be used
     * @return by property; those that are not set or can't be used are left out
     */
    public static Map<String, Understood> read(PropertyResolver properties, BiConsumer<String, String> wrong) {
        Map<String, Understood> understood = new LinkedHashMap<>();
        for (Setting setting : SETTINGS) {
            String text = properties.getProperty(setting.property(), "").strip();
            if (!text.isEmpty() || !setting.isOptional()) {
                tell(
                        setting.property(),
                        wrong,
                        () -> understood.put(setting.property(), setting.read().apply(text)));
            }
        }
        tell(API_URL, wrong, () -> replicate(properties.getProperty(API_URL, ""), understood));
        tell(JWT_ISSUER, wrong, () -> issuer(properties, understood));
        tell(
                MEDIA_HOSTS,
                wrong,
                () -> understood.put(MEDIA_HOSTS, mediaHosts(properties.getProperty(MEDIA_HOSTS, ""))));
        return understood;
    }

    private static void tell(String property, BiConsumer<String, String> wrong, Runnable read) {
        try {
            read.run();
        } catch (InvalidSetting e) {
            wrong.accept(property, e.getMessage());
        }
    }

    private static Understood web(String variable, String text, String example) {
        return Understood.of(ServiceUrl.parse(variable, text, WEB, example, Part.PATH));
    }

    /** A host with an underscore goes beside: the component that calls it can't have it in its address. */
    private static void replicate(String text, Map<String, Understood> understood) {
        ServiceUrl url = ServiceUrl.parse("REPLICATE_API_URL", text, WEB, "https://api.replicate.com/v1", Part.PATH);
        understood.put(
                API_URL, new Understood(url.at(url.host().replace('_', '-')).text(), url.masked()));
        if (url.hasUnderscore()) {
            understood.put("vsl.replicate.api-host", new Understood(url.host(), url.host()));
        }
    }

    private static Understood aws(String variable, String text, String example) {
        ServiceUrl url = ServiceUrl.parse(variable, text, WEB, example, Part.PATH);
        if (url.hasUnderscore()) {
            throw new InvalidSetting(
                    "%s has the host %s: the AWS SDK takes no host with an underscore. Give the server another name or an alias, such as %s"
                            .formatted(variable, url.host(), url.host().replace('_', '-')));
        }
        return Understood.of(url);
    }

    private static final String DATABASE_EXAMPLE = "postgresql://user:pass@db.internal:5432/vsl";

    private static Understood database(String text) {
        if (text.toLowerCase(Locale.ROOT).startsWith("jdbc:")) {
            return jdbc(text);
        }
        ServiceUrl url = ServiceUrl.parse(
                "DATABASE_URL",
                text,
                List.of("postgresql", "postgres"),
                DATABASE_EXAMPLE,
                Part.USER_INFO,
                Part.PATH,
                Part.QUERY);
        if (!url.path().matches("/[^/]+")) {
            throw new InvalidSetting("DATABASE_URL %s. Allowed is one, such as %s"
                    .formatted(
                            url.path().isEmpty() ? "names no database" : "has a path of more than a database",
                            DATABASE_EXAMPLE));
        }
        return Understood.of(url);
    }

    /** What stands in it is the driver's to read: it may name several hosts. */
    private static Understood jdbc(String text) {
        String form = "jdbc:postgresql://host:5432/vsl?user=…&password=…";
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("jdbc:postgresql:")) {
            throw new InvalidSetting("DATABASE_URL is a JDBC URL, and not one of PostgreSQL. Allowed is " + form);
        }
        String rest = text.substring("jdbc:postgresql:".length());
        String authority = rest.replaceAll("[?].*", "");
        if (authority.contains("@")) {
            throw new InvalidSetting(
                    "DATABASE_URL is a JDBC URL with a user before its host, which the driver takes for a part of the host's name. Allowed is "
                            + form);
        }
        String value = "jdbc:postgresql:" + rest;
        return new Understood(value, "jdbc:postgresql:" + authority + (rest.contains("?") ? "?***" : ""));
    }

    private static Understood redis(String text) {
        String scheme = text.toLowerCase(Locale.ROOT).replaceAll("://.*", "");
        if (List.of("redis-sentinel", "rediss-sentinel", "redis-socket", "redis+socket")
                .contains(scheme)) {
            // Their forms are the client's own.
            return new Understood(text, scheme + "://***");
        }
        ServiceUrl url = ServiceUrl.parse(
                "REDIS_URL",
                text,
                List.of("redis", "rediss"),
                "rediss://user:pass@redis.internal:6379/0",
                Part.USER_INFO,
                Part.PATH,
                Part.QUERY);
        if (!url.path().matches("(/[0-9]{1,5})?")) {
            throw new InvalidSetting("REDIS_URL has a path that is no number of a database. Allowed is such as"
                    + " redis://redis.internal:6379/0");
        }
        return Understood.of(url);
    }

    /** The issuer is compared with a claim, so it stays as it is; the keys are fetched. */
    private static void issuer(PropertyResolver properties, Map<String, Understood> understood) {
        String issuer = properties.getProperty(JWT_ISSUER, "");
        if (issuer.isBlank()) {
            return;
        }
        String keys = properties.getProperty(JWT_KEYS, "").strip();
        boolean isDerived = keys.isEmpty() || keys.equals((issuer + WELL_KNOWN).strip());
        ServiceUrl url = isDerived
                ? ServiceUrl.parse("VSL_JWT_ISSUER", issuer, WEB, "https://tenant.example.com/", Part.PATH)
                : ServiceUrl.parse(
                        "VSL_JWT_KEYS", keys, WEB, "https://tenant.example.com" + WELL_KNOWN, Part.PATH, Part.QUERY);
        String where = isDerived ? url.text() + WELL_KNOWN : url.text();
        understood.put(JWT_ISSUER, new Understood(issuer.strip(), issuer.strip()));
        understood.put(JWT_KEYS, new Understood(where, isDerived ? where : url.masked()));
    }

    private static Understood mediaHosts(String text) {
        List<String> hosts = new ArrayList<>();
        for (String entry : text.split(",")) {
            String host = entry.strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceFirst("^(\\*?\\.)", "")
                    .replaceFirst("\\.$", "");
            if (!host.isEmpty()) {
                hosts.add(mediaHost(host));
            }
        }
        if (hosts.isEmpty()) {
            throw new InvalidSetting(
                    "VSL_MEDIA_HOSTS names no host. Allowed are hosts, or host:port, such as replicate.delivery");
        }
        String all = String.join(",", hosts);
        return new Understood(all, all);
    }

    private static String mediaHost(String host) {
        if (host.contains("://") || host.contains("/") || host.contains("@")) {
            throw new InvalidSetting(
                    "VSL_MEDIA_HOSTS has an entry that is a URL. Allowed are hosts, or host:port, such as replicate.delivery");
        }
        return ServiceUrl.parse("VSL_MEDIA_HOSTS", "https://" + host, List.of("https"), "https://replicate.delivery")
                .authority();
    }
}
