package io.vsl.architecture;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.vsl.testing.NeedsServers;
import org.junit.jupiter.api.Test;

/** Which tests {@code ./vsl test --fast} runs: none of them can start a server. */
class FastTestsTest {

    private static final String STARTS_SERVERS = "io\\.vsl\\.testing\\.(Devstack|SecureKafka)";

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.vsl");

    @Test
    void aTestThatCanStartServersSaysSo() {
        ArchRule rule = noClasses()
                .that()
                .haveSimpleNameEndingWith("Test")
                .and()
                .areNotAnnotatedWith(NeedsServers.class)
                .should()
                .transitivelyDependOnClassesThat(nameMatching(STARTS_SERVERS))
                .because("who starts servers is annotated with @NeedsServers");

        rule.check(TESTS);
    }
}
