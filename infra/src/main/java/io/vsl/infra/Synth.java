package io.vsl.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagReportFormat;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;
import software.constructs.IConstruct;

/** Writes the templates of a deployment to cdk.out; {@code --stage prod}. */
public final class Synth {

    /** Below infra/. */
    private static final String OUT = "cdk.out";

    private Synth() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2 || !arguments[0].equals("--stage")) {
            fail("--stage is needed: dev, staging, homolog or prod");
        }
        try {
            Deployment deployment = deploy(
                    Settings.of(
                            arguments[1],
                            Objects.requireNonNullElse(System.getenv("VSL_IMAGE_TAG"), "main"),
                            System.getenv("VSL_STANDBY_REGION"),
                            System.getenv("VSL_FAILED_OVER") != null),
                    OUT);
            deployment.app().synth();
            NagReport nag = NagReport.read(Path.of(OUT));
            System.out.print(nag.summary());
            if (nag.errors() > 0) {
                fail("cdk-nag found errors, see above");
            }
            System.out.println("infra/cdk.out has "
                    + deployment.stacks().stream().map(Stack::getStackName).collect(Collectors.joining(", ")));
        } catch (IllegalArgumentException e) {
            fail(String.valueOf(e.getMessage()));
        }
        System.exit(0);
    }

    /** The stacks of one deployment. */
    record Deployment(
            App app,
            NetworkStack network,
            DataStack data,
            LogStack log,
            StoresStack stores,
            RolesStack roles,
            ClusterStack cluster,
            EdgeStack edge,
            IdentityStack identity,
            ComputeStack compute,
            EyesStack eyes,
            List<Stack> standby) {

        /** In the order of their deployment. */
        List<Stack> stacks() {
            // The bucket of the standby region is there before media are copied to it, and PostgreSQL before its
            // replica.
            return Stream.of(
                            List.of(network, data, log),
                            standby,
                            List.of(stores, roles, cluster, edge, identity, compute, eyes))
                    .flatMap(List::stream)
                    .toList();
        }
    }

    static Deployment deploy(Settings settings, String out) {
        App app =
                new App(AppProps.builder().outdir(out).analyticsReporting(false).build());
        NetworkStack network = new NetworkStack(app, settings, DeploymentRegion.MAIN);
        DataStack data = new DataStack(app, settings, network);
        LogStack log = new LogStack(app, settings, DeploymentRegion.MAIN, network, data.key);
        StoresStack stores = new StoresStack(app, settings);
        RolesStack roles = new RolesStack(app, settings, DeploymentRegion.MAIN, stores.stores, log);
        ClusterStack cluster =
                new ClusterStack(app, settings, DeploymentRegion.MAIN, network, data.key, log, stores.stores, roles);
        EdgeStack edge = new EdgeStack(app, settings, DeploymentRegion.MAIN, network);
        IdentityStack identity = new IdentityStack(app, settings);
        ComputeStack compute = new ComputeStack(
                app,
                settings,
                DeploymentRegion.MAIN,
                network,
                log,
                cluster,
                edge,
                identity::settingsOf,
                new Tasks(settings, cluster.repository, data.key, log, stores.stores, roles));
        EyesStack eyes = new EyesStack(app, settings, data, log, stores.stores, edge);
        List<Stack> standby = settings.standbyRegion() == null ? List.of() : Standby.in(app, settings, data, stores);
        Aspects.of(app)
                .add(AwsSolutionsChecks.Builder.create()
                        .reportFormats(List.of(NagReportFormat.JSON))
                        .build());
        return new Deployment(app, network, data, log, stores, roles, cluster, edge, identity, compute, eyes, standby);
    }

    static void suppress(Stack stack, String rule, String reason) {
        NagSuppressions.addStackSuppressions(
                stack,
                List.of(NagPackSuppression.builder().id(rule).reason(reason).build()));
    }

    /** Of this construct and what it is made of, no other. */
    static void suppress(Construct construct, String rule, String reason) {
        NagSuppressions.addResourceSuppressions(
                construct,
                List.of(NagPackSuppression.builder().id(rule).reason(reason).build()),
                true);
    }

    /** Of this construct, and just this finding of the rule. */
    static void suppress(IConstruct construct, String rule, String reason, String finding) {
        NagSuppressions.addResourceSuppressions(
                construct,
                List.of(NagPackSuppression.builder()
                        .id(rule)
                        .reason(reason)
                        .appliesTo(List.of(finding))
                        .build()),
                true);
    }

    private static void fail(String message) {
        System.err.println("vsl: " + message);
        System.exit(1);
    }
}
