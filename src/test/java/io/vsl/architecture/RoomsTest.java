package io.vsl.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.OutcomeProposed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Which room may know which. */
class RoomsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vsl");

    @Test
    void noStageKnowsAnother() {
        ArchRule rule = slices().matching("io.vsl.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        alwaysTrue(),
                        resideInAnyPackage(
                                "io.vsl.job..",
                                "io.vsl.models..",
                                "io.vsl.platform..",
                                "io.vsl.ledger..",
                                "io.vsl.media..",
                                "io.vsl.provider..",
                                "io.vsl.delivery..",
                                "io.vsl.batch..",
                                "io.vsl.budget..",
                                "io.vsl.stores.."));

        rule.check(CLASSES);
    }

    @Test
    void theStoresKnowOnlyTheDomainAndThePlatform() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("io.vsl.stores..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vsl..")
                        .and(not(resideInAnyPackage("io.vsl.stores..", "io.vsl.job..", "io.vsl.platform.."))));

        rule.check(CLASSES);
    }

    @Test
    void concludeAloneCompletesJobs() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("io.vsl.job..", "io.vsl.conclude..")
                .should()
                .callConstructor(JobCompleted.class, Job.class)
                .orShould()
                .callMethod(OutcomeProposed.class, "concluded");

        rule.check(CLASSES);
    }

    @Test
    void theDomainKnowsOnlyItselfAndJson() {
        ArchRule rule = classes()
                .that()
                .resideInAPackage("io.vsl.job..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.vsl.job..", "java..", "com.fasterxml.jackson..", "org.jspecify..");

        rule.check(CLASSES);
    }

    @Test
    void theModelsKnowOnlyTheDomainUrlsAndJson() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("io.vsl.models..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vsl..")
                        .and(not(resideInAnyPackage(
                                "io.vsl.models..",
                                "io.vsl.job..",
                                "io.vsl.platform.url..",
                                "io.vsl.platform.fence..",
                                "io.vsl.platform.json..",
                                "io.vsl.platform.settings.."))));

        rule.check(CLASSES);
    }

    @Test
    void thePlatformKnowsNoStage() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("io.vsl.platform..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vsl..")
                        .and(not(resideInAnyPackage("io.vsl.platform..", "io.vsl.job.."))));

        rule.check(CLASSES);
    }

    /** infra is built of it as well. */
    @Test
    void theTopologyKnowsOnlyItself() {
        ArchRule rule = classes()
                .that()
                .resideInAPackage("io.vsl.platform.topology..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.vsl.platform.topology..", "java..", "org.yaml.snakeyaml..", "org.jspecify..");

        rule.check(CLASSES);
    }

    /** infra is built of it as well. */
    @Test
    void theAlertsKnowOnlyHowTheTopologyIsRead() {
        ArchRule rule = classes()
                .that()
                .resideInAPackage("io.vsl.platform.alerts..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.vsl.platform.alerts..",
                        "io.vsl.platform.topology..",
                        "java..",
                        "org.yaml.snakeyaml..",
                        "org.jspecify..");

        rule.check(CLASSES);
    }

    @Test
    void theLedgerAndTheProvidersKnowNoStageAndNotEachOther() {
        ArchRule ledger = noClasses()
                .that()
                .resideInAPackage("io.vsl.ledger..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vsl..")
                        .and(not(resideInAnyPackage("io.vsl.ledger..", "io.vsl.job..", "io.vsl.platform.."))));
        ArchRule provider = noClasses()
                .that()
                .resideInAPackage("io.vsl.provider..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vsl..")
                        .and(not(resideInAnyPackage("io.vsl.provider..", "io.vsl.job..", "io.vsl.platform.."))));

        ledger.check(CLASSES);
        provider.check(CLASSES);
    }

    @Test
    void theBatchesKnowOnlyTheDomainAndThePlatform() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("io.vsl.batch..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vsl..")
                        .and(not(resideInAnyPackage("io.vsl.batch..", "io.vsl.job..", "io.vsl.platform.."))));

        rule.check(CLASSES);
    }

    @Test
    void theDeliveriesKnowOnlyTheDomainAndThePlatform() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("io.vsl.delivery..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vsl..")
                        .and(not(resideInAnyPackage("io.vsl.delivery..", "io.vsl.job..", "io.vsl.platform.."))));

        rule.check(CLASSES);
    }

    @Test
    void theBudgetsKnowOnlyTheDomainAndThePlatform() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("io.vsl.budget..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vsl..")
                        .and(not(resideInAnyPackage("io.vsl.budget..", "io.vsl.job..", "io.vsl.platform.."))));

        rule.check(CLASSES);
    }

    @Test
    void whatIsReplicatesNobodyElseKnows() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("io.vsl.provider.replicate..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vsl.provider.replicate..");

        rule.check(CLASSES);
    }

    @Test
    void ownersAloneNameTheirTables() throws IOException {
        Map<String, String> owners = Map.of(
                "prediction_attempts", "/ledger/",
                "webhook_endpoints", "/delivery/",
                "webhook_secrets", "/delivery/",
                "webhook_deliveries", "/delivery/",
                "webhook_tries", "/delivery/",
                "job_notices", "/delivery/",
                "batch_jobs", "/batch/",
                "user_limits", "/budget/",
                "budget_refusals", "/budget/");
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();

            owners.forEach((table, owner) -> assertThat(all)
                    .filteredOn(file -> !file.toString().contains(owner))
                    .filteredOn(file -> names(file, table))
                    .as(table)
                    .isEmpty());
        }
    }

    private static boolean names(Path file, String table) {
        try {
            return Files.readString(file).contains(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thePlatformHasNoCycles() {
        ArchRule rule = slices().matching("io.vsl.platform.(*)..").should().beFreeOfCycles();

        rule.check(CLASSES);
    }

    @Test
    void mediaKnowsOnlyTheDomainDeadlinesAndSettings() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("io.vsl.media..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vsl..")
                        .and(not(resideInAnyPackage(
                                "io.vsl.media..", "io.vsl.job..", "io.vsl.platform", "io.vsl.platform.settings.."))));

        rule.check(CLASSES);
    }

    @Test
    void timeComesFromTheClock() {
        ArchRule rule = noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone");

        rule.check(CLASSES);
    }

    @Test
    void propertiesAreRecords() {
        ArchRule rule = classes()
                .that()
                .areAnnotatedWith(ConfigurationProperties.class)
                .should()
                .beRecords();

        rule.check(CLASSES);
    }
}
