package io.vsl.models;

import static io.vsl.models.Fixtures.image;
import static io.vsl.models.Fixtures.json;
import static io.vsl.models.Fixtures.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.vsl.job.MediaType;
import io.vsl.job.ProviderNames;
import io.vsl.models.InvalidModels.Fault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadModelsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final String ID = "3f0457e4619daac51203dedb472816fd4af51f3149fa7a9e0b5ffcf1b8172438";
    private static final String HEAD = "'version':'owner/name','pricing':0.01,'estimatedTime':5,";
    private static final String SIZE = HEAD + "'supportedParams':{'w':{'type':'integer','minimum':1,'maximum':9},"
            + "'h':{'type':'integer','minimum':1,'maximum':9},'s':{'type':'string'},"
            + "'l':{'type':'array','items':{'type':'integer','minimum':1,'maximum':9}}},'size':";

    @Test
    void theShortFormLoadsAsItIs() {
        Models models = Models.parse(quoted("""
                {'image':{'flux-schnell':{'version':'black-forest-labs/flux-schnell','pricing':0.003,'estimatedTime':5,
                  'supportedParams':['prompt','width'],'defaults':{'width':1024}}}}"""), "models.json");

        Model model = models.find(MediaType.IMAGE, "flux-schnell").orElseThrow();
        Prepared.Accepted accepted = Fixtures.accepted(model, "{'prompt':'a cat'}");
        assertThat(accepted.input()).isEqualTo(json("{'prompt':'a cat','width':1024}"));
        assertThat(accepted.estimate(NOW, Duration.ZERO).cost()).isEqualTo(new BigDecimal("0.003"));
        assertThat(accepted.estimatedTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Fixtures.refused(model, "{'prompt':'a cat','height':512}").errors())
                .extracting("code")
                .containsExactly("UNKNOWN_PARAMETER");
    }

    @ParameterizedTest
    @CsvSource({
        "'version':'owner/name', /models/owner/name/predictions, , owner/name",
        "'version':'owner/name:@', /predictions, owner/name:@, owner/name:@",
        "'version':'@', /predictions, @, @",
        "'deployment':'owner/name', /deployments/owner/name/predictions, , deployment owner/name",
    })
    void aTargetIsAModelAVersionOrADeployment(String field, String path, @Nullable String version, String label) {
        Target target = Fixtures.painter(field.replace("@", ID) + ",'pricing':1,'estimatedTime':5,'supportedParams':[]")
                .target();

        assertThat(target.path()).isEqualTo(path);
        assertThat(target.version().orElse("")).isEqualTo(version == null ? "" : version.replace("@", ID));
        assertThat(target.label()).isEqualTo(label.replace("@", ID));
    }

    @Test
    void theOptionalFieldsAreRead() {
        Model model = Fixtures.painter(
                HEAD + "'deadline':300,'description':'Paints.','supportedParams':['x']," + "'defaults':{'x':null}");

        assertThat(model.deadline()).contains(Duration.ofMinutes(5));
        assertThat(model.view(NOW).description()).isEqualTo("Paints.");
        assertThat(Fixtures.accepted(model, "{}").input()).isEmpty();
    }

    @Test
    void everyFaultOfEveryModelIsNamedAtOnce() {
        List<Fault> faults = faults(quoted("""
                {'image':{'a':{'version':'x','pricing':'$0.003','estimatedTime':0,'supportedParams':['p'],
                               'defaults':{'q':1}},
                          'b':{'suportedParams':[]}},
                 'film':{},
                 'audio':{'c':7,'a':{'version':'o/n','pricing':1,'estimatedTime':1,'supportedParams':[]}}}"""));

        assertThat(faults).extracting(Fault::source).containsOnly("models.json");
        assertThat(faults)
                .extracting(Fault::model, Fault::field)
                .containsExactlyInAnyOrder(
                        tuple("image/a", "version"),
                        tuple("image/a", "pricing"),
                        tuple("image/a", "estimatedTime"),
                        tuple("image/a", "defaults.q"),
                        tuple("image/b", "suportedParams"),
                        tuple("image/b", "supportedParams"),
                        tuple("image/b", "version"),
                        tuple("image/b", "pricing"),
                        tuple("image/b", "estimatedTime"),
                        tuple("", "film"),
                        tuple("audio/c", ""),
                        tuple("audio/a", ""));
    }

    @Test
    void aFaultReadsAsFileModelFieldAndRule() {
        assertThat(catchThrowableOfType(
                        InvalidModels.class,
                        () -> Models.parse(
                                image("'version':'o/n','pricing':'0.003','estimatedTime':5,'supportedParams':[]"),
                                "config/models.json")))
                .hasMessage("config/models.json: image/painter: pricing: must be a number, USD a run such as 0.003, "
                        + "an object {usd, per, of, since}, or a list of these");
    }

    @Test
    void aNameThatStandsTwiceIsAFaultWhereverItStands() {
        assertThat(faults(quoted("""
                {'image':{'a':{'version':'o/n','pricing':1,'pricing':2,'estimatedTime':1,'supportedParams':['x'],
                               'defaults':{'x':1,'x':2}},
                          'a':{'version':'o/n','pricing':1,'estimatedTime':1,'supportedParams':[]}},
                 'image':{'b':{'version':'o/n','pricing':1,'estimatedTime':1,'supportedParams':[]}}}""")))
                .extracting(Fault::model, Fault::field, Fault::message)
                .containsExactly(
                        tuple("image/a", "pricing", "stands here more than once"),
                        tuple("image/a", "defaults.x", "stands here more than once"),
                        tuple("image/a", "", "stands here more than once"),
                        tuple("", "image", "stands here more than once"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "7",
                "{'image':{}}",
                "{'image':[]}",
                "{'image':",
                "{} {}",
                "x",
            })
    void whatIsNoSetOfModelsIsAFaultOfTheWhole(String text) {
        assertThat(faults(quoted(text)))
                .hasSize(1)
                .first()
                .extracting(Fault::model)
                .isEqualTo("");
    }

    @Test
    void textThatIsNotJsonIsNamedByLineAndColumn() {
        assertThat(faults("{\n  \"image\": oops\n}").get(0).message())
                .startsWith("isn't JSON: ")
                .endsWith("(line 2, column 12)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the model
                "'version':null,'pricing':1,'estimatedTime':1,'supportedParams':[] | version",
                "'version':'o/n:abc','pricing':1,'estimatedTime':1,'supportedParams':[] | version",
                "'version':'../x/y','pricing':1,'estimatedTime':1,'supportedParams':[] | version",
                "'version':7,'pricing':1,'estimatedTime':1,'supportedParams':[] | version",
                "'deployment':'x','pricing':1,'estimatedTime':1,'supportedParams':[] | deployment",
                "'version':'o/n','deployment':'o/n','pricing':1,'estimatedTime':1,'supportedParams':[] | deployment",
                "'version':'o/n','pricing':-1,'estimatedTime':1,'supportedParams':[] | pricing",
                "'version':'o/n','pricing':0.0000001,'estimatedTime':1,'supportedParams':[] | pricing",
                "'version':'o/n','pricing':1e400,'estimatedTime':1,'supportedParams':[] | pricing",
                "'version':'o/n','pricing':1e999999999,'estimatedTime':1,'supportedParams':[] | pricing",
                "'version':'o/n','pricing':true,'estimatedTime':1,'supportedParams':[] | pricing",
                "'version':'o/n','pricing':{'per':'run'},'estimatedTime':1,'supportedParams':[] | pricing.usd",
                "'version':'o/n','pricing':{'usd':1,'per':'pixel'},'estimatedTime':1,'supportedParams':[] | pricing.per",
                "'version':'o/n','pricing':{'usd':1,'per':'second'},'estimatedTime':1,'supportedParams':[] | pricing.of",
                "&{'usd':1,'per':'second','of':'x'} | pricing.of",
                "&{'usd':1,'per':'run','of':'x'} | pricing.of",
                "'version':'o/n','pricing':1,'estimatedTime':'5','supportedParams':[] | estimatedTime",
                "'version':'o/n','pricing':1,'estimatedTime':1801,'supportedParams':[] | estimatedTime",
                "@'supportedParams':[],'deadline':4 | deadline",
                "@'supportedParams':[],'deadline':60.5 | deadline",
                "@'supportedParams':[],'defaults':[] | defaults",
                "@'supportedParams':['x'],'defaults':{'x':{}} | defaults.x",
                "@'supportedParams':['x'],'outputs':'x' | outputs",
                "@'supportedParams':[],'outputs':'x' | outputs",
                // its parameters
                "@'supportedParams':'prompt' | supportedParams",
                "@'supportedParams':['x','x'] | supportedParams",
                "@'supportedParams':['x y'] | supportedParams",
                "@'supportedParams':[7] | supportedParams",
                "@='string'} | supportedParams.x",
                "@=null} | supportedParams.x",
                "@'supportedParams':{'x y':{'type':'string'}} | supportedParams.x y",
                "@={}} | supportedParams.x.type",
                "@={'type':'any'}} | supportedParams.x.type",
                "@={'type':'string','requird':true}} | supportedParams.x.requird",
                "@={'type':'string','required':'yes'}} | supportedParams.x.required",
                "@={'type':'string','minimum':1}} | supportedParams.x.minimum",
                "@={'type':'integer','minimum':'1'}} | supportedParams.x.minimum",
                "@={'type':'integer','minimum':2,'maximum':1}} | supportedParams.x.minimum",
                "@={'type':'integer','multipleOf':0}} | supportedParams.x.multipleOf",
                "@={'type':'integer','maxLength':3}} | supportedParams.x.maxLength",
                "@={'type':'string','maxLength':0}} | supportedParams.x.maxLength",
                "@={'type':'string','enum':[]}} | supportedParams.x.enum",
                "@={'type':'string','enum':['a',1]}} | supportedParams.x.enum",
                "@={'type':'boolean','enum':[true]}} | supportedParams.x.enum",
                "@={'type':'string','as':'a b'}} | supportedParams.x.as",
                "@={'type':'string','as':'y'},'y':{'type':'string'}} | supportedParams.y",
                "@={'type':'integer','values':{'a':1}}} | supportedParams.x.values",
                "@={'type':'string','values':{'a':[]}}} | supportedParams.x.values.a",
                "@={'type':'string','enum':['a'],'values':{'a':'b'}}} | supportedParams.x.enum",
                "@={'type':'number','values':[{'upTo':2,'value':1},{'upTo':1,'value':2}]}} | supportedParams.x.values",
                "@={'type':'integer','values':[{'upTo':2,'value':'b'}]}} | supportedParams.x.maximum",
                "@={'type':'integer','maximum':3,'values':[{'upTo':2,'value':'b'}]}} | supportedParams.x.maximum",
                "@={'type':'string','required':true}},'defaults':{'x':'a'} | defaults.x",
                "@={'type':'integer','maximum':3}},'defaults':{'x':4} | defaults.x",
                // lists
                "@={'type':'array'}} | supportedParams.x.items",
                "@={'type':'array','items':null}} | supportedParams.x.items",
                "@={'type':'array','items':'uri'}} | supportedParams.x.items",
                "@={'type':'array','items':{}}} | supportedParams.x.items.type",
                "@={'type':'array','items':{'type':'array'}}} | supportedParams.x.items.type",
                "@={'type':'array','items':{'type':'any'}}} | supportedParams.x.items.type",
                "@={'type':'array','items':{'type':'string','minItems':1}}} | supportedParams.x.items.minItems",
                "@={'type':'array','items':{'type':'string','required':true}}} | supportedParams.x.items.required",
                "@={'type':'array','items':{'type':'string','minimum':1}}} | supportedParams.x.items.minimum",
                "@={'type':'array','items':{'type':'integer','minimum':2,'maximum':1}}} | supportedParams.x.items.minimum",
                "@={'type':'array','items':{'type':'integer','maximum':'1'}}} | supportedParams.x.items.maximum",
                "@={'type':'array','items':{'type':'number','multipleOf':0}}} | supportedParams.x.items.multipleOf",
                "@={'type':'array','items':{'type':'uri','maxLength':0}}} | supportedParams.x.items.maxLength",
                "@={'type':'array','items':{'type':'boolean','enum':[true]}}} | supportedParams.x.items.enum",
                "@={'type':'array','items':{'type':'string','enum':['a',1]}}} | supportedParams.x.items.enum",
                "@={'type':'array','items':{'type':'string'},'minItems':-1}} | supportedParams.x.minItems",
                "@={'type':'array','items':{'type':'string'},'minItems':101}} | supportedParams.x.minItems",
                "@={'type':'array','items':{'type':'string'},'minItems':3,'maxItems':2}} | supportedParams.x.minItems",
                "@={'type':'array','items':{'type':'string'},'maxItems':0}} | supportedParams.x.maxItems",
                "@={'type':'array','items':{'type':'string'},'maxItems':1001}} | supportedParams.x.maxItems",
                "@={'type':'array','items':{'type':'string'},'maxItem':1}} | supportedParams.x.maxItem",
                "@={'type':'array','items':{'type':'string'},'uniqueItems':true}} | supportedParams.x.uniqueItems",
                "@={'type':'array','items':{'type':'string'},'maxLength':9}} | supportedParams.x.maxLength",
                "@={'type':'array','items':{'type':'string'},'enum':[['a']]}} | supportedParams.x.enum",
                "@={'type':'array','items':{'type':'string'},'values':{'a':'b'}}} | supportedParams.x.values",
                "@={'type':'string','items':{'type':'string'}}} | supportedParams.x.items",
                "@={'type':'string','maxItems':2}} | supportedParams.x.maxItems",
                "@={'type':'array','items':{'type':'string'}}},'defaults':{'x':'a'} | defaults.x",
                "@={'type':'array','items':{'type':'string'}}},'defaults':{'x':['a',1]} | defaults.x[1]",
                "@={'type':'array','items':{'type':'integer'}}},'outputs':'x' | outputs",
                "'version':'o/n','estimatedTime':1,!={'type':'array','items':{'type':'integer','minimum':1,'maximum':2},"
                        + "'required':true}},'pricing':{'usd':1,'per':'second','of':'x'} | pricing.of",
                // its sizes
                "#{'choices':[{'width':1,'height':1,'set':{'s':'a'}}]} | size.from",
                "#{'from':['w','w'],'choices':[{'width':1,'height':1,'set':{'s':'a'}}]} | size.from",
                "#{'from':['w','s'],'choices':[{'width':1,'height':1,'set':{'h':1}}]} | size.from",
                "#{'from':['w','h'],'choices':[]} | size.choices",
                "#{'from':['w','h'],'choices':[7]} | size.choices[0]",
                "#{'from':['w','h'],'choices':[{'width':1,'set':{'s':'a'}}]} | size.choices[0]",
                "#{'from':['w','h'],'choices':[{'width':0,'height':1,'set':{'s':'a'}}]} | size.choices[0].width",
                "#{'from':['w','h'],'choices':[{'width':1,'height':1,'set':{}}]} | size.choices[0].set",
                "#{'from':['w','h'],'choices':[{'width':1,'height':1,'set':{'w':1}}]} | size.choices[0].set",
                "#{'from':['w','h'],'choices':[{'width':1,'height':1,'set':{'x':1}}]} | size.choices[0].set.x",
                "#{'from':['w','h'],'choices':[{'width':1,'height':1,'set':{'s':1}}]} | size.choices[0].set.s",
                "#{'from':['w','l'],'choices':[{'width':1,'height':1,'set':{'s':'a'}}]} | size.from",
                "#{'from':['w','h'],'choices':[{'width':1,'height':1,'set':{'l':[1]}}]} | size.choices[0].set.l",
            })
    void aFaultIsNamedByItsField(String fields, String field) {
        assertThat(faults(image(spelledOut(fields)))).singleElement().satisfies(fault -> {
            assertThat(fault.model()).isEqualTo("image/painter");
            assertThat(fault.field()).isEqualTo(field);
            assertThat(fault.message()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "-x", "a b", "ä"})
    void aModelIdThatWouldNotDoInAPathIsRefused(String modelId) {
        assertThat(faults(image(HEAD + "'supportedParams':[]").replace("painter", modelId)))
                .singleElement()
                .extracting(Fault::model)
                .isEqualTo("image/" + modelId);
    }

    @Test
    void aModelNamesWhoRunsItAndOnlyWhoIsThere() {
        String push = image(HEAD + "'provider':'push','supportedParams':[]");
        assertThat(Fixtures.painter(HEAD + "'supportedParams':[]").provider()).isEqualTo("replicate");
        assertThat(Fixtures.painter(HEAD + "'provider':'replicate','supportedParams':[]")
                        .provider())
                .isEqualTo("replicate");
        assertThat(Models.parse(push, "models.json", new ProviderNames(Set.of("replicate", "push")))
                        .all())
                .singleElement()
                .extracting(Model::provider)
                .isEqualTo("push");

        assertThat(faults(push)).singleElement().satisfies(fault -> {
            assertThat(fault.field()).isEqualTo("provider");
            assertThat(fault.message()).isEqualTo("must be one of replicate");
        });
        assertThat(faults(image(HEAD + "'provider':7,'supportedParams':[]")))
                .singleElement()
                .extracting(Fault::field)
                .isEqualTo("provider");
    }

    private static String spelledOut(String fields) {
        return fields.replace("&", "'version':'o/n','estimatedTime':1,'supportedParams':['x'],'pricing':")
                .replace("#", SIZE)
                .replace("!=", "'supportedParams':{'x':")
                .replace("@=", "@'supportedParams':{'x':")
                .replace("@", HEAD);
    }

    private static List<Fault> faults(String json) {
        InvalidModels invalid = catchThrowableOfType(InvalidModels.class, () -> Models.parse(json, "models.json"));
        assertThat(invalid).as("refused").isNotNull();
        return invalid.faults();
    }
}
