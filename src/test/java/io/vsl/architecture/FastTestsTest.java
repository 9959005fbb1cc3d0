package io.vsl.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.vsl.testing.Devstack;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.SecureKafka;
import org.junit.jupiter.api.Test;

/** Which tests {@code ./vsl test --fast} runs: none of them can start a server. */
class FastTestsTest {

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.vsl");

    @Test
    void aTestThatCanStartServersSaysSo() {
        ArchRule rule = noClasses().that().haveSimpleNameEndingWith("Test")
                .and().areNotAnnotatedWith(NeedsServers.class)
                .should().transitivelyDependOnClassesThat(belongToAnyOf(Devstack.class, SecureKafka.class))
                .because("who starts servers is annotated with @NeedsServers");

        rule.check(TESTS);
    }
}
