package io.vsl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vsl.platform.topology.StageSpec;
import io.vsl.platform.topology.Topology;
import io.vsl.stores.JobStore;
import io.vsl.stores.JobStores;
import java.beans.Introspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.Yaml;

/** The secrets of a stage's line against those that its beans, and what is injected into them, ask for. */
class StageSecretsTest {

    /** By the method that gives it, or that can't do without it. */
    private static final Map<String, String> ASKED_BY = Map.of(
            "io.vsl.platform.redis.RedisProperties.uri",
            "redis-url",
            "io.vsl.provider.Call.<init>",
            "replicate-token",
            "io.vsl.provider.Provider.verify",
            "webhook-secret",
            "io.vsl.provider.OlderSecrets.secrets",
            "webhook-secret",
            "io.vsl.platform.start.SetupProperties.operatorKey",
            "operator-key");

    /** Who is given all secrets, and uses those that it is asked to. */
    private static final String BEHIND_THE_SEAM = "io.vsl.provider.replicate";

    private static final String SINK = "sink-";

    private static final Topology TOPOLOGY = Topology.read(Topology.DEFAULT);

    static final List<StageSpec> STAGES = TOPOLOGY.stages();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vsl");

    private static final Map<String, JavaClass> BEANS = CLASSES.stream()
            .filter(it -> it.isAnnotatedWith(Component.class))
            .collect(Collectors.toMap(StageSecretsTest::nameOf, it -> it));

    @ParameterizedTest
    @FieldSource("STAGES")
    void aStageHasTheSecretsThatItsBeansAskFor(StageSpec stage) throws IOException {
        Set<JavaClass> beans = injected(roots(stage));
        if (beans.contains(CLASSES.get(JobStores.class))) {
            beans.addAll(injected(stores(stage)));
        }
        Set<String> asked = beans.stream()
                .flatMap(it -> it.getAccessesFromSelf().stream())
                .map(StageSecretsTest::called)
                .filter(ASKED_BY::containsKey)
                .map(ASKED_BY::get)
                .collect(Collectors.toSet());

        assertThat(stage.uses().secrets()).as(stage.name()).containsExactlyInAnyOrderElementsOf(asked);
    }

    /** The beans that its route files name; of one without a route, the bean of its name. */
    private static List<JavaClass> roots(StageSpec stage) throws IOException {
        if (stage.runs().start()) {
            return List.of(BEANS.get(stage.name()));
        }
        Set<String> words = new HashSet<>();
        for (String file :
                Stream.concat(Stream.of(stage.name()), stage.routes().stream()).toList()) {
            words(new Yaml().load(Files.readString(Path.of("src/main/resources/routes", file + ".camel.yaml"))), words);
        }
        return words.stream()
                .map(word -> word.replaceAll("^#", ""))
                .filter(BEANS::containsKey)
                .map(BEANS::get)
                .toList();
    }

    private static void words(Object yaml, Set<String> words) {
        if (yaml instanceof Map<?, ?> map) {
            map.values().forEach(value -> words(value, words));
        } else if (yaml instanceof Collection<?> list) {
            list.forEach(value -> words(value, words));
        } else {
            words.add(String.valueOf(yaml));
        }
    }

    /** A sink uses the store of its name, whoever else has the stores all of them. */
    private static List<JavaClass> stores(StageSpec stage) {
        return CLASSES.get(JobStore.class).getAllSubclasses().stream()
                .filter(store -> !stage.name().startsWith(SINK)
                        || stage.name()
                                .equals(SINK
                                        + store.getSimpleName()
                                                .replace("Jobs", "")
                                                .toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** These and what their constructors take, and so on; of an interface, what implements it. */
    private static Set<JavaClass> injected(List<JavaClass> roots) {
        Set<JavaClass> found = new HashSet<>(roots);
        Deque<JavaClass> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            JavaClass one = open.pop();
            Stream.concat(
                            one.getConstructors().stream().flatMap(it -> it.getRawParameterTypes().stream()),
                            one.getAllSubclasses().stream())
                    .filter(it -> it.getPackageName().startsWith("io.vsl") && !it.isRecord())
                    .filter(it -> !it.getPackageName().equals(BEHIND_THE_SEAM))
                    .filter(found::add)
                    .forEach(open::push);
        }
        return found;
    }

    private static String called(JavaAccess<?> call) {
        return call.getTargetOwner().getName() + "." + call.getName();
    }

    private static String nameOf(JavaClass bean) {
        String name = bean.getAnnotationOfType(Component.class).value();
        return name.isEmpty() ? Introspector.decapitalize(bean.getSimpleName()) : name;
    }
}
