package io.vsl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How fuzz tests stand, so that each is fuzzed: a JVM fuzzes the first it finds, and passes over all others. */
class FuzzTestsTest {

    private static final Path RESOURCES = Path.of("src/test/resources");

    @Test
    void eachHasAClassOfItsOwnAndInputsToGoOnFrom() throws IOException {
        List<JavaClass> classes = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests()).importPackages("io.vsl").stream()
                        .filter(type -> !fuzzTests(type).isEmpty())
                        .toList();

        assertThat(classes).hasSizeGreaterThan(10);
        for (JavaClass type : classes) {
            assertThat(type.getSimpleName()).endsWith("FuzzTest");
            assertThat(fuzzTests(type)).as(type.getName()).hasSize(1);
            Path inputs = RESOURCES
                    .resolve(type.getName().replace('.', '/') + "Inputs")
                    .resolve(fuzzTests(type).getFirst().getName());
            try (Stream<Path> files = Files.list(inputs)) {
                assertThat(files).as(inputs.toString()).isNotEmpty();
            }
        }
    }

    private static List<JavaMethod> fuzzTests(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> method.isAnnotatedWith(FuzzTest.class))
                .toList();
    }
}
