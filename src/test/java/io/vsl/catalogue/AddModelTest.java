package io.vsl.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.catalogue.FakeReplicate.Ran;
import io.vsl.models.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddModelTest {

    private static final String EXAMPLE = """
            'description':'Draws\\n  things.','is_official':%s,'default_example':{
             'output':['https://replicate.delivery/x/out-0.webp'],'metrics':{'predict_time':3.2}}""";

    private static final String INPUTS = """
            'required':['prompt'],'properties':{
              'style':{'allOf':[{'$ref':'#/components/schemas/style'}],'default':'ink','x-order':5,'description':'How.'},
              'prompt':{'type':'string','title':'Prompt','x-order':0,'description':'What.'},
              'images':{'type':'array','items':{'type':'string','format':'uri','anyOf':[]},'default':[],'x-order':1},
              'image':{'anyOf':[{'type':'string','format':'uri'},{'type':'null'}],'x-order':2},
              'num_outputs':{'type':'integer','minimum':1,'maximum':4,'default':1,'x-order':3},
              'strength':{'type':'number','minimum':0.1,'maximum':1.0,'default':0.8,'x-order':4},
              'fast':{'type':'boolean','default':true,'x-order':6},
              'seed':{'type':'integer','nullable':true,'x-order':7},
              'negative':{'type':'string','default':' ','x-order':8},
              'code':{'type':'string','pattern':'[a-z]+','maxLength':4,'x-order':9},
              'extra':{'type':'object','x-order':10},
              'key':{'type':'string','format':'password','x-cog-secret':true,'writeOnly':true,'x-order':11},
              'either':{'anyOf':[{'type':'string'},{'type':'integer'}],'x-order':12},
              'rows':{'type':'array','items':{'type':'array','items':{'type':'string'}},'x-order':13},
              'old':{'type':'string','deprecated':true,'x-order':14}}""";

    private static final String OTHERS = """
            'Output':{'type':'array','items':{'type':'string','format':'uri'}},
            'style':{'enum':['ink','oil'],'type':'string','title':'style','description':'An enumeration.'}""";

    @TempDir
    private Path folder;

    private Path file;
    private FakeReplicate replicate;

    @BeforeEach
    void start() throws IOException {
        file = Files.copy(Path.of("config", "models.json"), folder.resolve("models.json"));
        replicate = new FakeReplicate();
        replicate.model("someone/painter", EXAMPLE.formatted(false), INPUTS, OTHERS);
        replicate.model("someone/official", EXAMPLE.formatted(true), INPUTS, OTHERS);
    }

    @AfterEach
    void stop() {
        replicate.close();
    }

    @Test
    void anEntryIsWrittenBehindThoseOfItsMediaTypeAsTheyAreAndNothingElseChanges() throws IOException {
        String before = Files.readString(file);

        Ran ran = add("someone/painter", "--price=0.02");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        String entry = """
                ,
                    "painter": {
                      "version": "someone/painter:%s",
                      "description": "Draws things.",
                      "pricing": 0.02,
                      "estimatedTime": 4,
                      "outputs": "num_outputs",
                      "supportedParams": {
                        "prompt": {"type": "string", "required": true, "description": "What."},
                        "images": {"type": "array", "items": {"type": "uri", "maxLength": 350000}},
                        "image": {"type": "uri", "maxLength": 350000},
                        "num_outputs": {"type": "integer", "minimum": 1, "maximum": 4},
                        "strength": {"type": "number", "minimum": 0.1, "maximum": 1.0},
                        "style": {"type": "string", "enum": ["ink", "oil"], "description": "How."},
                        "fast": {"type": "boolean"},
                        "seed": {"type": "integer"},
                        "negative": {"type": "string"},
                        "code": {"type": "string", "maxLength": 4},
                        "extra": {"type": "object"}
                      },
                      "defaults": {"images": [], "num_outputs": 1, "strength": 0.8, "style": "ink", "fast": true, "negative": " "}
                    }""".formatted(FakeReplicate.LATEST);
        String after = Files.readString(file);
        assertThat(after).contains(entry);
        assertThat(after.replace(entry, "")).isEqualTo(before);
    }

    @Test
    void aNewPriceStandsAfterThoseOfBefore() throws IOException {
        add("someone/painter", "--price=0.02");
        add("someone/painter", "--price=0.000225", "--per=predict_second", "--since=2026-02-01", "--replace");
        Ran ran = add("someone/painter", "--price=0.03", "--since=2026-03-01", "--replace");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readString(file))
                .contains("\"pricing\": [{\"per\": \"run\", \"usd\": 0.02}, "
                        + "{\"usd\": 0.000225, \"per\": \"predict_second\", \"since\": \"2026-02-01\"}, "
                        + "{\"usd\": 0.03, \"per\": \"run\", \"since\": \"2026-03-01\"}]");
    }

    @Test
    void itSaysWhatItWroteAndWhatItCouldNotTell() {
        Ran ran = add("someone/painter", "--price=0.02");

        assertThat(ran.out())
                .startsWith("image/painter is in %s, as Replicate (http://127.0.0.1:".formatted(file))
                .contains(
                        "mediaType      image, as the files of its example end; --media says otherwise\n",
                        "pricing        0.02, as you said; Replicate states none\n",
                        "estimatedTime  4 s, as its example took; --time says otherwise\n",
                        "version        someone/painter:" + FakeReplicate.LATEST + "\n",
                        "parameters     prompt, images, image, num_outputs, strength, style, fast, seed, negative, code, extra\n",
                        "left out       key: it is a secret, and VSL keeps the parameters of a job\n",
                        "left out       either: it may be of several types\n",
                        "left out       rows: it is a list of which each entry is a list too\n",
                        "left out       old: it is deprecated\n",
                        "code           only Replicate checks its pattern\n");
    }

    @Test
    void anOfficialModelRunsByItsNameUnlessAVersionIsAskedFor() {
        replicate.older("someone/official", "'properties':{'words':{'type':'string'}}");

        add("someone/official", "--price=1");
        add("someone/official:" + FakeReplicate.OLD, "--price=1", "--as=pinned");

        assertThat(entry("image", "official").path("version").asText()).isEqualTo("someone/official");
        assertThat(entry("image", "pinned").path("version").asText())
                .isEqualTo("someone/official:" + FakeReplicate.OLD);
        assertThat(entry("image", "pinned").path("supportedParams").has("words"))
                .isTrue();
    }

    @Test
    void optionsWinOverWhatWasGuessed() {
        add(
                "someone/painter",
                "--as=brush",
                "--media=video",
                "--price=0.5",
                "--per=second",
                "--of=num_outputs",
                "--time=1m");

        JsonNode brush = entry("video", "brush");
        assertThat(brush.path("pricing")).hasToString("{\"usd\":0.5,\"per\":\"second\",\"of\":\"num_outputs\"}");
        assertThat(brush.path("estimatedTime").asInt()).isEqualTo(60);
    }

    @Test
    void anEntryIsReplacedInItsPlaceAndKeepsItsPriceTimeAndDeadline() throws IOException {
        String before = Files.readString(file);
        String changed = before.replace("\"estimatedTime\": 30", "\"estimatedTime\": 31, \"deadline\": 90");
        Files.writeString(file, changed);
        replicate.model("someone/musicgen", EXAMPLE.formatted(false), INPUTS, OTHERS);

        Ran ran = add("someone/musicgen", "--replace");

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode entry = entry("audio", "musicgen");
        assertThat(entry.path("pricing").decimalValue()).isEqualByComparingTo("0.02");
        assertThat(entry.path("estimatedTime").asInt()).isEqualTo(31);
        assertThat(entry.path("deadline").asInt()).isEqualTo(90);
        assertThat(entry.path("version").asText()).startsWith("someone/musicgen:");
        assertThat(Files.readString(file)).startsWith(before.substring(0, before.indexOf("\"musicgen\"")));
        assertThat(ran.out()).contains("pricing        0.02, as it was");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "painter                 | Name one model as Replicate does: owner/name",
                "someone/painter:12      | Name one model as Replicate does: owner/name",
                "a/b --price=1 c/d       | Name one model as Replicate does: owner/name",
                "someone/gone --price=1  | Replicate has no model someone/gone, or doesn't show it to this token",
                "someone/painter         | states no prices to programs: look at https://replicate.com/someone/painter and say --price",
                "someone/painter --price=x            | --price must be USD, a number such as 0.003",
                "someone/painter --per=run            | --per, --of and --since go with --price",
                "someone/painter --price=0.0000001    | pricing: must be USD from 0 to 10000 with at most 6 decimals",
                "someone/painter --price=1 --per=hour | pricing.per: must be one of run, output, second, predict_second",
                "someone/painter --price=1 --per=second --of=seed | pricing.of: must name a parameter",
                "someone/painter --price=1 --outputs=seed | outputs: must name a parameter",
                "someone/painter --price=1 --media=text   | --media must be one of image, video, audio",
                "someone/painter --price=1 --time=soon    | --time must be a time such as 20s",
                "someone/painter --price=1 --time=2h      | estimatedTime: must be more than 0 and at most 1800 seconds",
                "someone/painter --price=1 --as=a/b       | has an id that must be 1 to 100 letters",
                "someone/painter --price=1 --as=sdxl      | image/sdxl is there already: --replace replaces it, --as gives",
                "someone/painter --price=1 --as=sdxl --replace --media=video | image/sdxl is there already, and one name",
                "someone/painter --price=1 --prise=1      | '--prise=1' is no option here",
                "someone/painter --price=1 --price=2      | --price is given twice",
                "someone/secret --price=1  | someone/secret can't be run from here: it requires key, which is a secret",
                "someone/silent --price=1  | doesn't tell what someone/silent makes: say --media image, --media video or --media audio",
                "someone/silent --price=1 --media=audio | doesn't tell how long someone/silent runs: say --time",
                "someone/empty --price=1   | Replicate states no schema of the inputs of model someone/empty",
                "someone/broken --price=1  | Replicate's answer for model someone/broken can't be read: The answer is not JSON",
            })
    void whatCantBeDoneIsRefusedWithWhatToDoAndTheFileStaysAsItIs(String arguments, String message) throws IOException {
        String before = Files.readString(file);
        replicate.model("someone/secret", EXAMPLE.formatted(true), """
                'required':['key'],'properties':{'key':{'type':'string','format':'password'}}""", OTHERS);
        replicate.model("someone/silent", "'is_official':true,'default_example':null", "'properties':{}", OTHERS);
        replicate.say("/v1/models/someone/empty", "{'owner':'someone','name':'empty','latest_version':null}");
        replicate.say("/v1/models/someone/broken", "<html>");

        Ran ran = add(arguments.strip().split(" "));

        assertThat(ran.err()).contains(message.strip());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(folder).isDirectoryContaining("glob:**models.json").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void withoutATokenOrWithAWrongOneItSaysWhichVariableIsMeant() {
        String option = "--file=" + file;

        assertThat(replicate.runWith("", "add", "a/b", option).err())
                .isEqualTo("REPLICATE_API_TOKEN isn't set, and Replicate tells nothing without one\n");
        assertThat(replicate.runWith("r8_wrong", "add", "a/b", option).err())
                .isEqualTo("Replicate refuses the token of REPLICATE_API_TOKEN (401)\n");
    }

    @Test
    void aFileWithFaultsIsNotTouchedAndItsFaultsAreNamed() throws IOException {
        Files.writeString(file, Files.readString(file).replace("\"pricing\": 0.05", "\"pricing\": -1"));

        assertThat(add("someone/painter", "--price=1").err())
                .isEqualTo("%s: video/stability-video: pricing: must be USD from 0 to 10000 with at most 6 decimals\n"
                        .formatted(file));
        assertThat(replicate
                        .run("add", "someone/painter", "--price=1", "--file=" + folder.resolve("none.json"))
                        .err())
                .contains("There is no file", "To begin one, write {} into it");
    }

    @Test
    void aFileOfNoModelsIsBegunAndALinkToItStaysALink() throws IOException {
        Files.writeString(file, "{}\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);

        assertThat(replicate
                        .run("add", "someone/painter", "--price=1", "--file=" + link)
                        .code())
                .isZero();

        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(file))
                .startsWith("{\n  \"image\": {\n    \"painter\": {\n")
                .endsWith("  }\n}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        assertThat(new ModelRegistry(null, file).current().all()).hasSize(1);
    }

    private Ran add(String... arguments) {
        return replicate.run(Stream.of(Stream.of("add"), Stream.of(arguments), Stream.of("--file=" + file))
                .flatMap(each -> each)
                .toArray(String[]::new));
    }

    private JsonNode entry(String mediaType, String modelId) {
        try {
            return Json.MAPPER.readTree(Files.readString(file)).path(mediaType).path(modelId);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
