package io.vsl.catalogue;

import io.vsl.models.Models;
import io.vsl.provider.Catalogue;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/**
 * {@code models add owner/name [--option=value…]} and {@code models check [modelId…] [--file=FILE]}. docs/MODELS.md has the
 * options. Settings are the application's: {@code REPLICATE_API_TOKEN} and {@code REPLICATE_API_URL}.
 */
public final class ModelsCommand {

    /** The first argument of the application that means this command. */
    public static final String NAME = "models";

    private static final String FILE = "config/models.json";
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    private final PrintStream out;
    private final PrintStream err;

    public ModelsCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Does what the arguments say.
     *
     * @param settings over those of the environment, such as {@code --REPLICATE_API_TOKEN=r8_…}
     * @return the exit code: 0 when it is done, or nothing differs; otherwise 1
     */
    public int run(List<String> arguments, String... settings) throws InterruptedException {
        try {
            String verb = arguments.isEmpty() ? "" : arguments.get(0);
            List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
            return switch (verb) {
                case "add" -> add(Options.read(rest, AddOptions.OPTIONS, AddOptions.FLAGS), settings);
                case "check" -> check(Options.read(rest, Set.of("file"), Set.of()), settings);
                default -> throw new Refused("models does: add owner/name, check");
            };
        } catch (Refused e) {
            err.println(e.reason());
            return NOT_DONE;
        }
    }

    private int add(Options given, String... settings) throws Refused, InterruptedException {
        AddOptions options = AddOptions.read(given);
        ModelsFile file = file(given);
        file.text();
        try (ConfigurableApplicationContext context = context(settings)) {
            new AddModel(ask(context), file, options).add(out);
        }
        return DONE;
    }

    private int check(Options given, String... settings) throws Refused, InterruptedException {
        ModelsFile file = file(given);
        Models models = file.models(file.read());
        try (ConfigurableApplicationContext context = context(settings)) {
            AskCatalogue ask = ask(context);
            out.printf("%s beside %s%n", file.path(), ask.source());
            return new CheckModels(ask, out).check(models, given.names()) ? DONE : NOT_DONE;
        }
    }

    private static ModelsFile file(Options options) throws Refused {
        try {
            return new ModelsFile(Path.of(options.value("file", FILE)));
        } catch (InvalidPathException e) {
            throw new Refused("--file is no path");
        }
    }

    private static AskCatalogue ask(ConfigurableApplicationContext context) {
        return new AskCatalogue(context.getBean(Catalogue.class));
    }

    /**
     * The settings and the provider, and nothing else of the application.
     *
     * @throws Refused when a setting is wrong
     */
    private static ConfigurableApplicationContext context(String... settings) throws Refused {
        String[] arguments = new String[settings.length + 1];
        System.arraycopy(settings, 0, arguments, 0, settings.length);
        // Standard output is the command's.
        arguments[settings.length] = "--logging.level.root=off";
        try {
            return new SpringApplicationBuilder(Beans.class)
                    .web(WebApplicationType.NONE)
                    .bannerMode(Banner.Mode.OFF)
                    .registerShutdownHook(false)
                    .run(arguments);
        } catch (RuntimeException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    /** Named as the source of that context alone: it is no component, so that the application's own doesn't find it. */
    @ComponentScan(
            basePackageClasses = Catalogue.class,
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Catalogue.class))
    @ConfigurationPropertiesScan(basePackageClasses = Catalogue.class)
    static class Beans {}
}
