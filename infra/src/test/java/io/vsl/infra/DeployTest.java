package io.vsl.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code deploy} with an AWS CLI and a CDK that only write down what they are asked for. */
class DeployTest {

    private static final String NETWORK =
            "awsvpcConfiguration={subnets=[a,b],securityGroups=[c],assignPublicIp=DISABLED}";

    @TempDir
    private Path folder;

    private record Run(int exit, String output, List<String> calls) {}

    /** Answers of the AWS CLI: to a call that contains the first word, the second; "!" for a failure. */
    private void answers(Map<String, String> more) throws IOException {
        Map<String, String> answers = new LinkedHashMap<>(more);
        answers.putIfAbsent("describe-stacks", NETWORK);
        answers.putIfAbsent("run-task", "arn:task");
        answers.putIfAbsent("describe-tasks", "0");
        StringBuilder aws = new StringBuilder("#!/bin/sh\necho \"aws $*\" >> calls\ncase \"$*\" in\n");
        answers.forEach((call, answer) -> aws.append("*")
                .append(call)
                .append("*) ")
                .append(answer.equals("!") ? "exit 1" : "echo '" + answer + "'")
                .append(" ;;\n"));
        executable("aws", aws + "esac\n");
    }

    @BeforeEach
    void script() throws IOException {
        Files.copy(Path.of("deploy"), folder.resolve("deploy"));
        assertThat(folder.resolve("deploy").toFile().setExecutable(true)).isTrue();
        executable("cdk", "#!/bin/sh\necho \"cdk $*\" >> calls\n");
    }

    private void executable(String name, String text) throws IOException {
        assertThat(Files.writeString(folder.resolve(name), text).toFile().setExecutable(true))
                .isTrue();
    }

    private Run deploy(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(folder.resolve("deploy").toString(), "prod", "abc"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", folder + ":/usr/bin:/bin");
        builder.environment().put("VSL_CDK", folder.resolve("cdk").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Path calls = folder.resolve("calls");
        return new Run(process.exitValue(), output, Files.exists(calls) ? Files.readAllLines(calls) : List.of());
    }

    @Test
    void setupRunsBeforeTheServicesOfItsRelease() throws Exception {
        answers(Map.of());

        Run run = deploy(Map.of());

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.calls())
                .map(it -> it.split(" ")[0] + " " + it.split(" ")[1] + " " + it.split(" ")[2])
                .containsExactly(
                        "aws sts get-caller-identity",
                        "cdk deploy --app",
                        "aws ecr describe-images",
                        "aws cloudformation describe-stacks",
                        "aws ecs run-task",
                        "aws ecs wait",
                        "aws ecs describe-tasks",
                        "cdk deploy --app");
        assertThat(run.calls().get(1)).endsWith(" vsl-prod-cluster");
        assertThat(run.calls().get(4))
                .contains("--task-definition vsl-prod-setup", "--network-configuration " + NETWORK);
        assertThat(run.calls().get(7)).endsWith(" --all");
    }

    @Test
    void theServicesStayWhenSetupFails() throws Exception {
        answers(Map.of("describe-tasks", "3"));

        Run run = deploy(Map.of());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("vsl: setup ended with 3", "/vsl/prod/setup");
        assertThat(run.calls()).last().asString().contains("describe-tasks");
    }

    @Test
    void anImageThatIsNotThereIsNamed() throws Exception {
        answers(Map.of("describe-images", "!"));

        Run run = deploy(Map.of());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("vsl: there is no image abc in the repository vsl-prod-image");
        assertThat(run.calls()).noneMatch(it -> it.contains("run-task"));
    }

    @Test
    void stacksCanBeNamed() throws Exception {
        answers(Map.of());

        assertThat(deploy(Map.of(), "network", "data").calls())
                .last()
                .asString()
                .endsWith("--exclusively vsl-prod-network vsl-prod-data");
    }

    @Test
    void whatIsGivenOnceIsAParameterOfItsStack() throws Exception {
        answers(Map.of());

        Run run = deploy(Map.of(
                "VSL_CERTIFICATE_ARN",
                "arn:x",
                "VSL_WEBHOOK_BASE_URL",
                "https://a",
                "VSL_ALARM_EMAIL",
                "a@b",
                "VSL_STANDBY_REGION",
                "there",
                "AWS_REGION",
                "here"));

        assertThat(run.calls())
                .last()
                .asString()
                .endsWith("--all --parameters vsl-prod-edge:CertificateArn=arn:x "
                        + "--parameters vsl-prod-compute:WebhookBaseUrl=https://a --parameters vsl-prod-eyes:AlarmEmail=a@b "
                        + "--parameters vsl-prod-standby:MainRegion=here");
    }

    @Test
    void withoutCredentialsNothingIsDone() throws Exception {
        answers(Map.of("get-caller-identity", "!"));

        Run run = deploy(Map.of());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("vsl: infra deploy needs credentials of an AWS account");
        assertThat(run.calls()).hasSize(1);
    }
}
