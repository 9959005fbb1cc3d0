package io.vsl.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.catalogue.FakeReplicate.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckModelsTest {

    private static final String OUTPUT = "'Output':{'type':'string','format':'uri'}";

    @TempDir
    private Path folder;

    private FakeReplicate replicate;

    @BeforeEach
    void start() throws IOException {
        replicate = new FakeReplicate();
    }

    @AfterEach
    void stop() {
        replicate.close();
    }

    @Test
    void anEntryThatWasAddedIsAsReplicateSays() throws IOException {
        replicate.model(
                "o/painter", "'is_official':true", """
                'required':['prompt'],'properties':{'prompt':{'type':'string'},
                 'size':{'allOf':[{'$ref':'#/components/schemas/size'}],'default':'small'},
                 'images':{'type':'array','items':{'type':'string','format':'uri'}},
                 'steps':{'type':'integer','minimum':1,'maximum':50,'default':20},
                 'key':{'type':'string','format':'password'}}""", OUTPUT + ",'size':{'enum':['small','large'],'type':'string'}");
        Path file = Files.writeString(folder.resolve("models.json"), "{}");
        assertThat(replicate
                        .run("add", "o/painter", "--price=1", "--time=1s", "--media=image", "--file=" + file)
                        .code())
                .isZero();

        Ran ran = replicate.run("check", "--file=" + file);

        assertThat(ran.out()).endsWith("image/painter  is as Replicate says\n");
        assertThat(ran.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "~'x':{'type':'string'}~                | ~'x':{'type':'string'}~ | -",
                "~'y':{'type':'string','as':'x'}~       | ~'x':{'type':'string'}~ | -",
                "~'x':{'type':'uri'}~                   | ~'x':{'type':'string'}~ | -",
                "~'x':{'type':'integer'}~               | ~'x':{'type':'number'}~ | -",
                "~'x':{'type':'integer','minimum':1}~   | ~'x':{'type':'integer'}~ | -",
                "~'x':{'type':'string','enum':['a']}~   | ~'x':{'type':'string'}~ | -",
                "~'x':{'type':'string'}~                | ~'x':{'type':'string'},'more':{'type':'string'}~ | -",
                "~'x':{'type':'string'}~                | ~'x':{'type':'string','format':'password'}~ | -",
                "~'x':{'type':'string'}~                | ~'xx':{'type':'string'}~ | supportedParams.x: the model has no input x, and drops it silently; did you mean xx?",
                "~'y':{'type':'string','as':'width'}~   | ~'x':{'type':'string'}~ | supportedParams.y: the model has no input width, and drops it silently",
                "~'x':{'type':'string'}~                | ~'x':{'type':'string','format':'uri'}~ | supportedParams.x.type: string here, and the model takes uri",
                "~'x':{'type':'number'}~                | ~'x':{'type':'integer'}~ | supportedParams.x.type: number here, and the model takes integer",
                "~'x':{'type':'uri'}~                   | ~'x':{'type':'array','items':{'type':'string','format':'uri'}}~ | supportedParams.x.type: uri here, and the model takes array",
                "~'x':{'type':'array','items':{'type':'string'}}~ | ~'x':{'type':'array','items':{'type':'integer'}}~ | supportedParams.x.items.type: string here, and the model takes integer",
                "~'x':{'type':'array','items':{'type':'string'}}~ | ~'x':{'type':'array','items':{'type':'string'},'maxItems':3}~ | supportedParams.x.maxItems: 100 here, and the model's is 3",
                "~'x':{'type':'array','items':{'type':'string'}}~ | ~'x':{'type':'array','items':{'type':'string'},'minItems':2}~ | supportedParams.x.minItems: 0 here, and the model's is 2",
                "~'x':{'type':'integer'}~               | ~'x':{'type':'integer','minimum':1}~ | supportedParams.x.minimum: none here, and the model's is 1",
                "~'x':{'type':'integer','maximum':9}~   | ~'x':{'type':'integer','maximum':7}~ | supportedParams.x.maximum: 9 here, and the model's is 7",
                "~'x':{'type':'integer','maximum':7}~   | ~'x':{'type':'integer','maximum':9}~ | supportedParams.x.maximum: 7 here, and the model's is 9",
                "~'x':{'type':'integer'}~               | ~'x':{'type':'integer','multipleOf':8}~ | supportedParams.x.multipleOf: none here, and the model's is 8",
                "~'x':{'type':'string'}~                | ~'x':{'type':'string','maxLength':7}~ | supportedParams.x.maxLength: 10000 here, and the model's is 7",
                "~'x':{'type':'string'}~                | ~'x':{'type':'string','enum':['a']}~ | supportedParams.x.enum: none here, and the model takes only \"a\"",
                "~'x':{'type':'string','enum':['a','b']}~ | ~'x':{'type':'string','enum':['a']}~ | supportedParams.x.enum: has \"b\", which the model refuses",
                "~'x':{'type':'string','enum':['a']}~   | ~'x':{'type':'string','enum':['a','b']}~ | supportedParams.x.enum: hasn't \"b\", which the model takes",
                "~'x':{'type':'string','values':{'u':'a','v':'c'}}~ | ~'x':{'type':'string','enum':['a','b']}~ | supportedParams.x.values: sends \"c\", and the model takes one of \"a\", \"b\"",
                "~'x':{'type':'string','values':{'u':'a'}}~ | ~'x':{'type':'string','enum':['a','b']}~ | -",
                "~'x':{'type':'integer','maximum':2,'values':[{'upTo':2,'value':'two'}]}~ | ~'x':{'type':'string','enum':['one']}~ | supportedParams.x.values: sends \"two\", and the model takes one of \"one\"",
                "~'y':{'type':'string'}~ | ~'y':{'type':'string'},'x':{'type':'string'}~,'required':['x'] | supportedParams: nothing goes to the input x, which the model requires",
                "~'x':{'type':'string'}~ | ~'x':{'type':'string'}~,'required':['x'] | supportedParams.x: isn't required and has no default, and the model requires it",
                "~'x':{'type':'string','required':true}~ | ~'x':{'type':'string'}~,'required':['x'] | -",
                "~'x':{'type':'string'}},'defaults':{'x':'a'~ | ~'x':{'type':'string'}~,'required':['x'] | -",
                "~'x':{'type':'string'}},'defaults':{'x':'a'~ | ~'x':{'type':'string','default':'a'}~ | -",
                "~'x':{'type':'number'}},'defaults':{'x':1.0~ | ~'x':{'type':'number','default':1}~ | -",
                "~'x':{'type':'string'}},'defaults':{'x':'a'~ | ~'x':{'type':'string','default':'b'}~ | defaults.x: \"a\" is sent, and the model's own is \"b\"",
                "~'x':{'type':'string','values':{'u':'a'}}},'defaults':{'x':'u'~ | ~'x':{'type':'string','default':'a'}~ | -",
            })
    void anEntryDiffersWhereItSaysOtherwiseThanTheModelDoes(String ours, String theirs, String difference)
            throws IOException {
        String[] parts = theirs.strip().split("~,");
        String required = parts.length > 1 ? parts[1] + "," : "";
        replicate.model(
                "o/painter",
                "'is_official':true",
                required + "'properties':{" + parts[0].replace("~", "") + "}",
                OUTPUT);

        Ran ran = check("""
                {'image':{'painter':{'version':'o/painter','pricing':1,'estimatedTime':1,'supportedParams':{%s}}}}""".formatted(ours.strip()));

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines().skip(1))
                .containsExactly(
                        difference == null
                                ? new String[] {"image/painter  is as Replicate says"}
                                : new String[] {"image/painter  differs", "  " + difference.strip()});
        assertThat(ran.code()).isEqualTo(difference == null ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o/painter:1 | version: there is a newer one, 1",
                "o/painter   | version: o/painter is no official model, and can't be run by its name alone: it is o/painter:1",
                "o/gone      | version: Replicate has no model o/gone",
                "o/gone:0    | version: Replicate has no model o/gone",
                "o/painter:2 | version: Replicate has no version 2222",
            })
    void aVersionThatIsGoneOrNotTheLatestIsNamed(String version, String difference) throws IOException {
        replicate.model("o/painter", "'is_official':false", "'properties':{}", OUTPUT);
        replicate.older("o/painter", "'properties':{'x':{'type':'string'}}");
        String old = version.equals("o/painter:1") ? "o/painter:" + FakeReplicate.OLD : hex(version);

        Ran ran = check("{'image':{'painter':{'version':'%s','pricing':1,'estimatedTime':1,'supportedParams':['x']}}}"
                .formatted(old));

        assertThat(ran.out().lines().skip(1).toList())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("  " + difference);
        assertThat(ran.code()).isEqualTo(1);
    }

    private static String hex(String version) {
        String digit = version.substring(version.length() - 1);
        return digit.matches("\\d") ? version.substring(0, version.length() - 1) + digit.repeat(64) : version;
    }

    @Test
    void whatIsNotKnownIsNotWell() throws IOException {
        Ran ran = check("{'image':{'x':{'version':'%s','pricing':1,'estimatedTime':1,'supportedParams':['x']}}}"
                .formatted(FakeReplicate.OLD));

        assertThat(ran.out())
                .endsWith(
                        "image/x  can't be checked: its version doesn't say of which model it is: write owner/name:%s\n"
                                .formatted(FakeReplicate.OLD));
        assertThat(ran.code()).isEqualTo(1);
        replicate.close();
        assertThat(check("{'image':{'x':{'version':'o/n','pricing':1,'estimatedTime':1,'supportedParams':['x']}}}")
                        .out())
                .contains("image/x  can't be checked: Replicate can't be reached at http://127.0.0.1:");
    }

    @Test
    void whatNobodyCanAskForIsNamedAndNoDifference() throws IOException {
        Ran ran = check("""
                {'image':{'own':{'deployment':'me/own','pricing':1,'estimatedTime':1,'supportedParams':['x']}}}""");

        assertThat(ran.out()).endsWith("image/own  is not checked: a deployment decides by itself what it runs\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void oneModelIsCheckedWhenItIsNamed() throws IOException {
        replicate.model("o/a", "'is_official':true", "'properties':{}", OUTPUT);
        String models = """
                {'image':{'a':{'version':'o/a','pricing':1,'estimatedTime':1,'supportedParams':{}},
                 'b':{'version':'o/b','pricing':1,'estimatedTime':1,'supportedParams':{}}}}""";

        assertThat(check(models, "a").code()).isZero();
        assertThat(check(models).out()).contains("image/a  is as Replicate says", "image/b  differs");
        assertThat(check(models, "c").err()).isEqualTo("There is no model c in the file\n");
    }

    @Test
    void aFileWithFaultsIsNotChecked() throws IOException {
        assertThat(check("{'image':{}}").err()).contains("must have at least one model");
        assertThat(replicate.run("check", "--fill=x").err()).isEqualTo("'--fill=x' is no option here\n");
        assertThat(replicate.run("chek").err()).isEqualTo("models does: add owner/name, check\n");
        assertThat(replicate.run().code()).isEqualTo(1);
    }

    private Ran check(String models, String... names) throws IOException {
        Path file = Files.writeString(folder.resolve("models.json"), models.replace('\'', '"'));
        String[] arguments = new String[names.length + 2];
        arguments[0] = "check";
        arguments[1] = "--file=" + file;
        System.arraycopy(names, 0, arguments, 2, names.length);
        return replicate.run(arguments);
    }
}
