package io.vsl.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;

/** Writes the templates of a deployment to cdk.out; {@code --stage prod}. */
public final class Synth {

    private Synth() {
    }

    public static void main(String[] arguments) {
        if (arguments.length != 2 || !arguments[0].equals("--stage")) {
            fail("--stage is needed: dev, staging, homolog or prod");
        }
        try {
            Deployment deployment = deploy(Settings.of(arguments[1]), "cdk.out");
            deployment.app().synth();
            System.out.println("infra/cdk.out has " + deployment.stores().getStackName() + " and "
                    + deployment.roles().getStackName());
        } catch (IllegalArgumentException e) {
            fail(e.getMessage());
        }
        System.exit(0);
    }

    /** The stacks of one deployment. */
    record Deployment(App app, StoresStack stores, RolesStack roles) {
    }

    static Deployment deploy(Settings settings, String out) {
        App app = new App(AppProps.builder().outdir(out).analyticsReporting(false).build());
        StoresStack stores = new StoresStack(app, settings);
        RolesStack roles = new RolesStack(app, settings, stores);
        suppress(roles, "AwsSolutions-IAM5", "Objects have no names before there are jobs: by prefix, of one bucket");
        Aspects.of(app).add(new AwsSolutionsChecks());
        return new Deployment(app, stores, roles);
    }

    private static void suppress(software.amazon.awscdk.Stack stack, String rule, String reason) {
        NagSuppressions.addStackSuppressions(stack, List.of(
                NagPackSuppression.builder().id(rule).reason(reason).build()));
    }

    private static void fail(String message) {
        System.err.println("vsl: " + message);
        System.exit(1);
    }
}
