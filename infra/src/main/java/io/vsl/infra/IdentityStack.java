package io.vsl.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cognito.AccountRecovery;
import software.amazon.awscdk.services.cognito.AuthFlow;
import software.amazon.awscdk.services.cognito.CfnUserPoolGroup;
import software.amazon.awscdk.services.cognito.Mfa;
import software.amazon.awscdk.services.cognito.MfaSecondFactor;
import software.amazon.awscdk.services.cognito.PasswordPolicy;
import software.amazon.awscdk.services.cognito.SignInAliases;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.amazon.awscdk.services.cognito.UserPoolClientOptions;
import software.constructs.Construct;

/** Who may call with a token: users that an administrator has added, and among them the group of operators. */
final class IdentityStack extends Stack {

    /** As the application knows it. */
    static final String OPERATORS = "operators";

    /** Stages that ask who calls. */
    private static final List<String> ASKING = List.of("submit", "status", "endpoints", "admin");

    private final UserPool users;
    private final UserPoolClient client;

    IdentityStack(Construct scope, Settings settings) {
        super(scope, settings.name("identity"));
        users = UserPool.Builder.create(this, "Users")
                .userPoolName(settings.name("users"))
                .selfSignUpEnabled(false)
                .signInAliases(SignInAliases.builder().email(true).build())
                .signInCaseSensitive(false)
                .accountRecovery(AccountRecovery.EMAIL_ONLY)
                .passwordPolicy(PasswordPolicy.builder()
                        .minLength(14)
                        .requireDigits(true)
                        .requireLowercase(true)
                        .requireUppercase(true)
                        .requireSymbols(true)
                        .tempPasswordValidity(Duration.days(3))
                        .build())
                .mfa(settings.keep() ? Mfa.REQUIRED : Mfa.OPTIONAL)
                .mfaSecondFactor(MfaSecondFactor.builder().otp(true).sms(false).build())
                .deletionProtection(settings.keep())
                .removalPolicy(settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .build();
        // Of a program on the user's machine, which can't keep a secret.
        client = users.addClient(
                "Client",
                UserPoolClientOptions.builder()
                        .userPoolClientName(settings.name("client"))
                        .generateSecret(false)
                        .authFlows(AuthFlow.builder().userSrp(true).build())
                        .disableOAuth(true)
                        .preventUserExistenceErrors(true)
                        .enableTokenRevocation(true)
                        .accessTokenValidity(Duration.hours(1))
                        .refreshTokenValidity(Duration.days(30))
                        .build());
        CfnUserPoolGroup.Builder.create(this, "Operators")
                .userPoolId(users.getUserPoolId())
                .groupName(OPERATORS)
                .description("Act for every user")
                .build();
        Synth.suppress(
                users,
                "AwsSolutions-COG3",
                "Threat protection is paid for each user; nobody can sign up, and a second factor is asked for");
    }

    /** What a service of these stages needs to know: issuer and audience, when one of them asks who calls. */
    Map<String, String> settingsOf(List<String> stages) {
        return stages.stream().noneMatch(ASKING::contains)
                ? Map.of()
                : Map.of(
                        "VSL_JWT_ISSUER", users.getUserPoolProviderUrl(),
                        "VSL_JWT_AUDIENCE", client.getUserPoolClientId());
    }
}
