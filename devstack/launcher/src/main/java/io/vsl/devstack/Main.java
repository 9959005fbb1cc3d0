package io.vsl.devstack;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The command {@code vsl}. */
@Command(
        name = "./vsl",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        description = {"Media from AI models, by way of Kafka and Replicate: everything on this machine.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "  test      Builds and tests everything; --fast without servers, --long with what takes long; takes Maven's",
            "            arguments.",
            "  bench     Measures VSL beside hand-written programs that do the same.",
            "  tables    Writes what follows from topology.yaml and config/alerts.yaml.",
            "",
            "./vsl help COMMAND tells more about one."
        })
public final class Main {

    private Main() {}

    /** Runs one command; its exit code is 0 when it did what was asked. */
    public static void main(String[] arguments) {
        System.exit(commandLine(Terminal.ofThisProcess()).execute(arguments));
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine commands = new CommandLine(new Main())
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new UpCommand(terminal))
                .addSubcommand(new DownCommand(terminal))
                .addSubcommand(new PsCommand(terminal))
                .addSubcommand(new LogsCommand(terminal))
                .addSubcommand(new EnvCommand(terminal))
                .addSubcommand(new SubmitCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new CancelCommand(terminal))
                .addSubcommand(new ModelsCommand(terminal))
                .addSubcommand(new WebhooksCommand(terminal))
                .addSubcommand(new StagesCommand(terminal))
                .addSubcommand(new SkipCommand(terminal))
                .addSubcommand(new ReplayCommand(terminal))
                .addSubcommand(new RebuildCommand(terminal))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new DeadLettersCommand(terminal))
                .addSubcommand(new KeysCommand(terminal))
                .addSubcommand(new LimitsCommand(terminal))
                .addSubcommand(new CostsCommand(terminal))
                .addSubcommand(new OperationsCommand(terminal))
                .addSubcommand(new ChaosCommand(terminal))
                .addSubcommand(new DevstackCommand())
                .addSubcommand(new SuperviseCommand())
                .addSubcommand(new HelpCommand());
        return commands.setExecutionExceptionHandler(refusals(terminal));
    }

    /** Shows what the user can do something about; anything else is a fault of ours. */
    static IExecutionExceptionHandler refusals(Terminal terminal) {
        return (exception, command, parsed) -> {
            if (!(exception instanceof UserError)) {
                throw exception;
            }
            command.getErr().println(terminal.red(String.valueOf(exception.getMessage())));
            return 1;
        };
    }
}
