package io.vsl.platform.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.platform.url.UrlSettings.Understood;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

/** How settings that are URLs are understood, and which are refused. */
class UrlSettingsTest {

    private static final Map<String, String> PROPERTIES = Map.of(
            "DATABASE_URL",
            "vsl.postgres.url",
            "REDIS_URL",
            "vsl.redis.url",
            "REPLICATE_API_URL",
            "vsl.replicate.api-url",
            "WEBHOOK_BASE_URL",
            "vsl.replicate.webhook-base-url",
            "S3_ENDPOINT",
            "vsl.aws.s3-endpoint",
            "DYNAMODB_ENDPOINT",
            "vsl.aws.dynamodb-endpoint",
            "MEDIA_BASE_URL",
            "vsl.aws.media-base-url",
            "VSL_MEDIA_HOSTS",
            "vsl.replicate.output-hosts",
            "VSL_JWT_ISSUER",
            "vsl.security.jwt.issuer",
            "VSL_JWT_KEYS",
            "vsl.security.jwt.keys");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "WEBHOOK_BASE_URL|https://vsl.example.com/|https://vsl.example.com",
                "WEBHOOK_BASE_URL|https://vsl.example.com///|https://vsl.example.com",
                "WEBHOOK_BASE_URL| https://vsl.example.com\t|https://vsl.example.com",
                "WEBHOOK_BASE_URL|HTTPS://VSL.Example.com/A/|https://vsl.example.com/A",
                "WEBHOOK_BASE_URL|http://my_vsl:8080/|http://my_vsl:8080",
                "WEBHOOK_BASE_URL|http://[::1]:8080/|http://[::1]:8080",
                "WEBHOOK_BASE_URL|http://vsl:/|http://vsl",
                "WEBHOOK_BASE_URL|https://vsl.example.com/?|https://vsl.example.com",
                "WEBHOOK_BASE_URL|https://bücher.example/|https://xn--bcher-kva.example",
                "REPLICATE_API_URL|https://api.replicate.com/v1/|https://api.replicate.com/v1",
                "REPLICATE_API_URL|http://my_sim:17600/v1/|http://my-sim:17600/v1",
                "MEDIA_BASE_URL|https://cdn.example.com/files/|https://cdn.example.com/files",
                "MEDIA_BASE_URL|https://my_cdn/|https://my_cdn",
                "S3_ENDPOINT|http://s3:9000/|http://s3:9000",
                "DYNAMODB_ENDPOINT|http://dynamodb:8000/|http://dynamodb:8000",
                "DATABASE_URL|postgres://u:p@my_db/vsl/|postgres://u:p@my_db/vsl",
                "DATABASE_URL|PostgreSQL://u:p@DB:6432/Vsl?sslmode=require|postgresql://u:p@db:6432/Vsl?sslmode=require",
                "DATABASE_URL|postgresql://u:p@ss@db/vsl|postgresql://u:p%40ss@db/vsl",
                "DATABASE_URL| jdbc:postgresql://a,b/vsl?user=u |jdbc:postgresql://a,b/vsl?user=u",
                "DATABASE_URL|JDBC:PostgreSQL://a/vsl|jdbc:postgresql://a/vsl",
                "REDIS_URL|redis://my_redis:6379/|redis://my_redis:6379",
                "REDIS_URL|REDISS://:p%2Fw@redis/2/|rediss://:p%2Fw@redis/2",
                "REDIS_URL|redis://[fe80::1]:6379|redis://[fe80::1]:6379",
                "VSL_MEDIA_HOSTS| Replicate.Delivery , my_sim:17600, *.cdn.example.com,|replicate.delivery,my_sim:17600,cdn.example.com",
                "VSL_MEDIA_HOSTS|[::1]:17600|[::1]:17600",
                "VSL_JWT_ISSUER|https://tenant.auth0.com/|https://tenant.auth0.com/",
            })
    void whatOperatorsWriteIsUnderstood(String variable, String text, String expected) {
        assertThat(value(Map.of(variable, text), variable)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://tenant.auth0.com/ | https://tenant.auth0.com/.well-known/jwks.json",
                "https://tenant.auth0.com  | https://tenant.auth0.com/.well-known/jwks.json",
                "https://sso.example/realms/a/ | https://sso.example/realms/a/.well-known/jwks.json"
            })
    void theKeysOfAnIssuerHaveNoDoubleSlashInTheirAddress(String issuer, String keys) {
        // As application.yaml has it.
        assertThat(value(
                        Map.of("VSL_JWT_ISSUER", issuer, "VSL_JWT_KEYS", issuer + "/.well-known/jwks.json"),
                        "VSL_JWT_KEYS"))
                .isEqualTo(keys);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WEBHOOK_BASE_URL | '' | is empty",
                "WEBHOOK_BASE_URL | vsl.example.com | has no scheme",
                "WEBHOOK_BASE_URL | localhost:8080 | has no scheme",
                "WEBHOOK_BASE_URL | ftp://vsl.example.com | has the scheme ftp",
                "WEBHOOK_BASE_URL | https:// | has no host",
                "WEBHOOK_BASE_URL | https://:8080 | has no host",
                "WEBHOOK_BASE_URL | https://vsl example.com | has a blank",
                "WEBHOOK_BASE_URL | https://vsl.example.com:0 | has the port 0",
                "WEBHOOK_BASE_URL | https://vsl.example.com:65536 | has the port 65536",
                "WEBHOOK_BASE_URL | https://vsl.example.com:http | has no number as its port",
                "WEBHOOK_BASE_URL | https://vsl.example.com/?a=b | has a query",
                "WEBHOOK_BASE_URL | https://vsl.example.com/#a | has a # part",
                "WEBHOOK_BASE_URL | https://u:hidden@vsl.example.com | has a user or password in it",
                "WEBHOOK_BASE_URL | https://vsl..example.com | has a host that is no name",
                "WEBHOOK_BASE_URL | https://[::g]/ | is no IPv6 address",
                "WEBHOOK_BASE_URL | https://::1/ | has no number as its port",
                "WEBHOOK_BASE_URL | https://vsl.example.com/%zz | is not followed by two digits",
                "REPLICATE_API_URL | '' | is empty",
                "MEDIA_BASE_URL | cdn.example.com | has no scheme",
                "MEDIA_BASE_URL | https://cdn.example.com?signed=hidden | has a query",
                "S3_ENDPOINT | http://my_s3:9000 | underscore",
                "S3_ENDPOINT | s3:9000 | has no scheme",
                "DYNAMODB_ENDPOINT | http://my_dynamodb:8000 | underscore",
                "DATABASE_URL | '' | is empty",
                "DATABASE_URL | mysql://u:hidden@db/vsl | has the scheme mysql",
                "DATABASE_URL | postgresql://u:hidden@db | names no database",
                "DATABASE_URL | postgresql://u:hidden@db/a/b | has a path of more than a database",
                "DATABASE_URL | postgresql://u:hid/den@db/vsl | must be percent-encoded",
                "DATABASE_URL | postgresql://u:hid%zen@db/vsl | is not followed by two digits",
                "DATABASE_URL | jdbc:postgresql://u:hidden@db/vsl | with a user before its host",
                "DATABASE_URL | jdbc:mysql://db/vsl | not one of PostgreSQL",
                "REDIS_URL | redis:6379 | has no scheme",
                "REDIS_URL | http://redis:6379 | has the scheme http",
                "REDIS_URL | redis://:hidden@redis/zero | is no number of a database",
                "VSL_MEDIA_HOSTS | ' , ' | names no host",
                "VSL_MEDIA_HOSTS | https://replicate.delivery/ | is a URL",
                "VSL_MEDIA_HOSTS | replicate.delivery:0 | has the port 0",
                "VSL_MEDIA_HOSTS | * | is no name",
                "VSL_JWT_ISSUER | tenant.auth0.com | has no scheme",
                "VSL_JWT_ISSUER | https://tenant.auth0.com/?a | has a query",
            })
    void whatCantBeUsedIsRefusedInOneSentenceWithoutSecrets(String variable, String text, String expected) {
        assertThatThrownBy(() -> value(Map.of(variable, text), variable))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith(variable + " ")
                .hasMessageContaining(expected)
                .hasMessageNotContaining("hid");
    }

    @ParameterizedTest
    @CsvSource({"postgresql://u:hidden@db/vsl?password=hidden", "jdbc:postgresql://db/vsl?user=u&password=hidden"})
    void whatIsLoggedHasNoSecrets(String url) {
        assertThat(read(Map.of("DATABASE_URL", url, "REDIS_URL", "redis://:hidden@redis"))
                        .values()
                        .toString()
                        .replaceAll("value=[^,]*", ""))
                .doesNotContain("hidden")
                .contains("db/vsl");
    }

    private static String value(Map<String, String> variables, String wanted) {
        return read(variables).get(PROPERTIES.get(wanted)).value();
    }

    private static Map<String, Understood> read(Map<String, String> variables) {
        List<String> wrong = new ArrayList<>();
        Map<String, Understood> understood =
                UrlSettings.read(environment(variables), (property, sentence) -> wrong.add(sentence));
        if (!wrong.isEmpty()) {
            throw new InvalidSetting(wrong);
        }
        return understood;
    }

    private static MockEnvironment environment(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(Map.of(
                "DATABASE_URL",
                "postgresql://db/vsl",
                "REDIS_URL",
                "redis://redis",
                "REPLICATE_API_URL",
                "https://api.replicate.com/v1",
                "WEBHOOK_BASE_URL",
                "http://localhost:8080",
                "VSL_MEDIA_HOSTS",
                "replicate.delivery"));
        all.putAll(variables);
        MockEnvironment environment = new MockEnvironment();
        all.forEach((variable, text) -> environment.setProperty(PROPERTIES.get(variable), text));
        return environment;
    }
}
