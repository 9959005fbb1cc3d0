package io.vsl.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Which room may know which. */
@AnalyzeClasses(packages = "io.vsl", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    private static final String[] STAGES = {
        "io.vsl.submit..", "io.vsl.admit..", "io.vsl.generate..", "io.vsl.webhook..", "io.vsl.settle..",
        "io.vsl.store..", "io.vsl.sinks..", "io.vsl.status..", "io.vsl.poller.."
    };

    @ArchTest
    static final ArchRule noStageKnowsAnother = slices().matching("io.vsl.(*)..")
            .should().notDependOnEachOther()
            .ignoreDependency(alwaysTrue(),
                    resideInAnyPackage("io.vsl.job..", "io.vsl.models..", "io.vsl.platform.."));

    @ArchTest
    static final ArchRule theDomainKnowsOnlyItselfAndJson = classes().that().resideInAPackage("io.vsl.job..")
            .should().onlyDependOnClassesThat()
            .resideInAnyPackage("io.vsl.job..", "java..", "com.fasterxml.jackson..", "org.jspecify..");

    @ArchTest
    static final ArchRule theModelsKnowOnlyTheDomain = noClasses().that().resideInAPackage("io.vsl.models..")
            .should().dependOnClassesThat(resideInAnyPackage("io.vsl..")
                    .and(not(resideInAnyPackage("io.vsl.models..", "io.vsl.job.."))));

    @ArchTest
    static final ArchRule thePlatformKnowsNoStage = noClasses().that().resideInAPackage("io.vsl.platform..")
            .should().dependOnClassesThat().resideInAnyPackage(STAGES);

    @ArchTest
    static final ArchRule thePlatformHasNoCycles =
            slices().matching("io.vsl.platform.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule mediaIsKnownToStoreAlone = noClasses().that().resideOutsideOfPackage("io.vsl.store..")
            .should().dependOnClassesThat().resideInAPackage("io.vsl.store.media..");

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses()
            .should().callMethod(Instant.class, "now")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule propertiesAreRecords = classes().that().areAnnotatedWith(ConfigurationProperties.class)
            .should().beRecords();
}
