package io.vsl.models;

import static io.vsl.models.Fixtures.accepted;
import static io.vsl.models.Fixtures.json;
import static io.vsl.models.Fixtures.painter;
import static io.vsl.models.Fixtures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.FieldError;
import io.vsl.job.InputFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrepareTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final String HEAD = "'version':'owner/name','pricing':0.01,'estimatedTime':5,";

    private static final Model TYPED = painter(HEAD + """
            'supportedParams':{
              'prompt':{'type':'string','required':true,'maxLength':5},
              'note':{'type':'string'},
              'width':{'type':'integer','minimum':64,'maximum':2048,'multipleOf':8},
              'seed':{'type':'integer'},
              'guidance':{'type':'number','minimum':1,'maximum':50},
              'strength':{'type':'number'},
              'fast':{'type':'boolean'},
              'format':{'type':'string','enum':['webp','png']},
              'steps':{'type':'integer','enum':[1,4]},
              'quality':{'type':'string','as':'preset','values':{'low':10,'high':'hq'}},
              'image':{'type':'uri','maxLength':100}},
            'defaults':{'width':1024}""");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'prompt':''                     | prompt   | REQUIRED     | must not be blank",
                "'prompt':' \\t\\n'              | prompt   | REQUIRED     | must not be blank",
                "'prompt':null                   | prompt   | REQUIRED     | is required: must be a string",
                "'prompt':'abcdef'               | prompt   | TOO_LONG     | must have at most 5 characters",
                "'prompt':7                      | prompt   | WRONG_TYPE   | must be a string, not a number",
                "'prompt':['a']                  | prompt   | WRONG_TYPE   | must be a string, not a list",
                "'prompt':{'a':{'b':[]}}         | prompt   | WRONG_TYPE   | must be a string, not an object",
                "'note':'a\\u0000b'              | note     | MALFORMED    | must not have control characters",
                "'note':'a\\ud800'               | note     | MALFORMED    | must not have control characters",
                "'width':60                      | width    | OUT_OF_RANGE | must be an integer from 64 to 2048 and a mult",
                "'width':-1024                   | width    | OUT_OF_RANGE | must be an integer from 64 to 2048",
                "'width':1001                    | width    | NOT_ALLOWED  | must be an integer from 64 to 2048 and a mult",
                "'width':'1024'                  | width    | WRONG_TYPE   | must be an integer from 64 to 2048",
                "'width':1024.5                  | width    | WRONG_TYPE   | must be an integer from 64 to 2048",
                "'width':1e400                   | width    | OUT_OF_RANGE | must be an integer from 64 to 2048",
                "'width':1e999999999             | width    | OUT_OF_RANGE | must be an integer from 64 to 2048",
                "'seed':9223372036854775808      | seed     | OUT_OF_RANGE | must be an integer, of 64 bits",
                "'seed':1e400                    | seed     | OUT_OF_RANGE | must be an integer, of 64 bits",
                "'seed':true                     | seed     | WRONG_TYPE   | must be an integer, not true or false",
                "'guidance':0.99                 | guidance | OUT_OF_RANGE | must be a number from 1 to 50",
                "'guidance':'7.5'                | guidance | WRONG_TYPE   | must be a number from 1 to 50, not a string",
                "'strength':-1e999999999         | strength | OUT_OF_RANGE | must be a number, that a double can hold",
                "'fast':'true'                   | fast     | WRONG_TYPE   | must be true or false, not a string",
                "'fast':1                        | fast     | WRONG_TYPE   | must be true or false, not a number",
                "'format':'WEBP'                 | format   | NOT_ALLOWED  | must be one of \"webp\", \"png\"",
                "'format':''                     | format   | NOT_ALLOWED  | must be one of \"webp\", \"png\"",
                "'steps':2                       | steps    | NOT_ALLOWED  | must be one of 1, 4",
                "'steps':'1'                     | steps    | WRONG_TYPE   | must be one of 1, 4, not a string",
                "'quality':'middling'            | quality  | NOT_ALLOWED  | must be one of \"low\", \"high\"",
                "'image':''                      | image    | MALFORMED    | must be an https URL, a data URI or the id of an upload: it does not",
                "'image':'cat.png'               | image    | MALFORMED    | must be an https URL, a data URI or the id of an upload: it does not",
                "'image':'file:///etc/passwd'    | image    | MALFORMED    | must be an https URL, a data URI or the id of an upload: it does not",
                "'image':'https://'              | image    | MALFORMED    | must be an https URL, a data URI or the id of an upload: it has no",
                "'image':'https://a b/'          | image    | MALFORMED    | must be an https URL, a data URI or the id of an upload: it has a host",
                "'image':'https://a:b/'          | image    | MALFORMED    | must be an https URL, a data URI or the id of an upload: it has a port",
                "'image':'https://u:p@a.b/'      | image    | MALFORMED    | must be an https URL, a data URI or the id of an upload: it has a user",
                "'image':'https://a.b/\\u0007'  | image    | MALFORMED    | must not have control characters",
                "'image':'data:image/png'        | image    | MALFORMED    | must be an https URL, a data URI or the id of an upload: it has no c",
                "'image':'data:;base64,a*b'      | image    | MALFORMED    | must be an https URL, a data URI or the id of an upload: it has conte",
                "'image':'data:image/png;base64,'| image    | MALFORMED    | must be an https URL, a data URI or the id of an upload: it has no",
            })
    void aFaultIsNamedWithWhatIsAllowed(String field, String name, String code, String message) throws IOException {
        String prompt = field.contains("'prompt'") ? "" : "'prompt':'cat',";
        String json = Fixtures.quoted("{" + prompt + field + "}");

        for (ObjectMapper mapper : new ObjectMapper[] {new ObjectMapper(), exactMapper()}) {
            Prepared prepared = TYPED.prepare((ObjectNode) mapper.readTree(json));

            assertThat(prepared).isInstanceOfSatisfying(Prepared.Refused.class, refused -> {
                assertThat(refused.errors())
                        .extracting(FieldError::field, FieldError::code)
                        .containsExactly(tuple("parameters." + name, code));
                assertThat(refused.errors().get(0).message()).startsWith(message);
            });
        }
    }

    /** One that keeps 1e400 and its like, which a plain mapper makes an infinity of. */
    private static ObjectMapper exactMapper() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        assertThat(refused(TYPED, "{'width':'wide','fast':0,'image':'x','widht':1,'colour':2}")
                        .errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(
                        tuple("parameters.prompt", "REQUIRED"),
                        tuple("parameters.width", "WRONG_TYPE"),
                        tuple("parameters.fast", "WRONG_TYPE"),
                        tuple("parameters.image", "MALFORMED"),
                        tuple("parameters.widht", "UNKNOWN_PARAMETER"),
                        tuple("parameters.colour", "UNKNOWN_PARAMETER"));
    }

    @ParameterizedTest
    @CsvSource({"widht, width", "Width, width", "preset, quality", "promt, prompt"})
    void anUnknownNameIsAnsweredWithTheOneThatWasProbablyMeant(String unknown, String meant) {
        assertThat(refused(TYPED, "{'prompt':'cat','%s':1}".formatted(unknown)).errors())
                .extracting(FieldError::message)
                .containsExactly("is not a parameter of painter. Did you mean %s? It takes: prompt, note, width, seed, "
                                .formatted(meant)
                        + "guidance, strength, fast, format, steps, quality, image");
    }

    @Test
    void aNameUnlikeAnyIsAnsweredWithoutASuggestion() {
        assertThat(refused(TYPED, "{'prompt':'cat','zzzzzz':1}").errors().get(0).message())
                .startsWith("is not a parameter of painter. It takes: prompt,");
    }

    @Test
    void manyUnknownNamesMakeAShortAnswer() {
        ObjectNode parameters = json("{'prompt':'cat'}");
        for (int i = 0; i < 10_000; i++) {
            parameters.put("\u0007" + "x".repeat(1_000) + i, i);
        }

        assertThat(TYPED.prepare(parameters)).isInstanceOfSatisfying(Prepared.Refused.class, refused -> {
            assertThat(refused.errors()).hasSize(21);
            assertThat(refused.errors().get(0).field()).isEqualTo("parameters.?" + "x".repeat(63));
            assertThat(refused.errors().get(20).message())
                    .isEqualTo("has 9980 more parameters that painter doesn't take");
        });
    }

    @Test
    void whatIsRightIsPassedOnUnderTheModelsNames() {
        Prepared.Accepted accepted = accepted(TYPED, """
                {'prompt':'käse','note':'','seed':10.0,'guidance':7.5,'fast':false,'format':'png','steps':4.0,
                 'quality':'low','image':'HTTPS://example.com/a%20b.png?c=d'}""");

        assertThat(accepted.input()).isEqualTo(json("""
                {'prompt':'käse','note':'','width':1024,'seed':10,'guidance':7.5,'fast':false,'format':'png','steps':4,
                 'preset':10,'image':'https://example.com/a%20b.png?c=d'}"""));
        assertThat(accepted.parameters().path("quality").textValue()).isEqualTo("low");
        assertThat(accepted.parameters().path("width").intValue()).isEqualTo(1024);
        assertThat(accepted.adjustments()).isEmpty();
    }

    @Test
    void lengthIsCountedInCharactersNotInUtf16() {
        assertThat(TYPED.prepare(json("{'prompt':'🐈🐈🐈🐈🐈'}"))).isInstanceOf(Prepared.Accepted.class);
    }

    @Test
    void nullIsAsIfTheParameterWereAbsent() {
        Prepared.Accepted accepted = accepted(TYPED, "{'prompt':'cat','width':null,'seed':null,'nothing':null}");

        assertThat(accepted.input()).isEqualTo(json("{'prompt':'cat','width':1024}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "https://my_bucket.s3.org/a (1) [b]|.png#top ~ https://my_bucket.s3.org/a%20(1)%20[b]|.png",
                "https://münchen.de/ß?q=\\\" ~ https://xn--mnchen-3ya.de/%C3%9F?q=%22",
                "data:image/png;base64,iVBORw0KGgo= ~ data:image/png;base64,iVBORw0KGgo=",
                "DATA:image/png;base64,Pz8_\\r\\nPj4- ~ data:image/png;base64,Pz8/Pj4+",
                "data:image/svg+xml,%3Csvg/%3E ~ data:image/svg+xml;base64,PHN2Zy8+"
            })
    void aUrlIsReadAsPeopleWriteItAndGoesOnInItsOneForm(String url, String sent) {
        Prepared.Accepted accepted = accepted(TYPED, "{'prompt':'cat','image':'%s'}".formatted(url));

        assertThat(accepted.input().path("image").textValue()).isEqualTo(sent);
        assertThat(accepted.parameters().path("image").textValue()).isEqualTo(sent);
    }

    @Test
    void theLengthOfAUrlIsThatOfTheCallersText() {
        String url = "https://a.b/" + "ü".repeat(88);

        assertThat(accepted(TYPED, "{'prompt':'cat','image':'%s'}".formatted(url))
                        .input()
                        .path("image")
                        .textValue())
                .hasSize(12 + 88 * 6);
        assertThat(refused(TYPED, "{'prompt':'cat','image':'%sü'}".formatted(url))
                        .errors())
                .containsExactly(new FieldError("parameters.image", "TOO_LONG", "must have at most 100 characters"));
    }

    @Test
    void urlsThatBecomeFarLongerDoNotMakeAnEventThatNoTopicTakes() {
        Model model = painter(HEAD + "'supportedParams':{'x':{'type':'uri','maxLength':1000000}}");

        assertThat(accepted(model, "{'x':'https://a.b/%s'}".formatted(" ".repeat(500_000) + "c"))
                        .input())
                .hasSize(1);
        assertThat(refused(model, "{'x':'https://a.b/%s'}".formatted(" ".repeat(600_000) + "c"))
                        .errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("parameters", "TOO_LONG"));
    }

    @Test
    void theCallersParametersAreNotChanged() {
        ObjectNode given = json("{'prompt':'cat','seed':10.0}");
        ObjectNode before = given.deepCopy();

        accepted(TYPED, given.toString()).input().put("prompt", "dog");

        assertThat(given).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a'", "1", "1.5", "true", "[]", "['a',1,false]"})
    void aParameterWithoutADeclarationMayBeAnyScalarOrListOfThem(String value) {
        Model untyped = painter(HEAD + "'supportedParams':['x']");

        JsonNode input = accepted(untyped, "{'x':%s}".formatted(value)).input();

        assertThat(input).isEqualTo(json("{'x':%s}".formatted(value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}           | WRONG_TYPE | must be a string, a number, true or false, or a list of these, not an object",
                "[{}]         | WRONG_TYPE | must be a string, a number, true or false, or a list of these, not an object",
                "[[1]]        | WRONG_TYPE | must be a string, a number, true or false, or a list of these, not a list",
                "['\\u0007']  | MALFORMED  | must not have control characters other than tab and line break",
            })
    void aParameterWithoutADeclarationIsStillChecked(String value, String code, String message) {
        Model untyped = painter(HEAD + "'supportedParams':['x']");

        assertThat(refused(untyped, "{'x':%s}".formatted(value)).errors())
                .containsExactly(new FieldError("parameters.x", code, message));
    }

    private static final Model LISTS = painter(HEAD + """
            'supportedParams':{
              'images':{'type':'array','items':{'type':'uri','maxLength':50},'maxItems':3,'as':'image_input'},
              'seeds':{'type':'array','items':{'type':'integer','minimum':1,'maximum':9},'minItems':2,'maxItems':2},
              'flags':{'type':'array','items':{'type':'boolean'}},
              'words':{'type':'array','items':{'type':'string','enum':['a','b']},'maxItems':1000},
              'weights':{'type':'array','items':{'type':'number','multipleOf':0.5},'minItems':1}},
            'defaults':{'weights':[1,2]}""");

    private static final Model NEEDY = painter(HEAD + """
            'supportedParams':{'prompts':{'type':'array','items':{'type':'string'},'required':true}}""");

    @Test
    void aListIsPassedOnUnderTheModelsNameWithEachEntryAsOneOfItsType() {
        Prepared.Accepted accepted = accepted(LISTS, """
                {'images':['https://a.b/ü','https://a.b/ü','DATA:,x'],'seeds':[1.0,9],'flags':[],
                 'words':['b','a','b']}""");

        assertThat(accepted.input()).isEqualTo(json("""
                {'image_input':['https://a.b/%C3%BC','https://a.b/%C3%BC','data:text/plain;base64,eA=='],
                 'seeds':[1,9],'flags':[],'words':['b','a','b'],'weights':[1,2]}"""));
        assertThat(accepted.parameters().path("images")).hasSize(3);
        assertThat(accepted.adjustments()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'images':'https://a.b/' | images | WRONG_TYPE | must be a list of at most 3 entries, each an https URL, "
                        + "a data URI or the id of an upload, not a string",
                "'images':{'0':'a'} | images | WRONG_TYPE | must be a list of at most 3 entries, each an https URL, "
                        + "a data URI or the id of an upload, not an object",
                "'images':['https://a.b/','x'] | images[1] | MALFORMED | must be an https URL, a data URI or the id of an upload: it does not begin "
                        + "with https:// or http://",
                "'images':[null] | images[0] | WRONG_TYPE | must be an https URL, a data URI or the id of an upload, not null",
                "'images':[['https://a.b/']] | images[0] | WRONG_TYPE | must be an https URL, a data URI or the id of an upload, not a list",
                "'images':[1,2,3,4] | images | TOO_LONG | must have at most 3 entries",
                "'seeds':[1] | seeds | TOO_SHORT | must have at least 2 entries",
                "'seeds':[] | seeds | TOO_SHORT | must have at least 2 entries",
                "'seeds':[1,10] | seeds[1] | OUT_OF_RANGE | must be an integer from 1 to 9",
                "'seeds':7 | seeds | WRONG_TYPE | must be a list of 2 entries, each an integer from 1 to 9, not a number",
                "'flags':['true'] | flags[0] | WRONG_TYPE | must be true or false, not a string",
                "'words':['a','c'] | words[1] | NOT_ALLOWED | must be one of \"a\", \"b\"",
                "'weights':[0.5,0.7] | weights[1] | NOT_ALLOWED | must be a number and a multiple of 0.5",
                "'weights':[] | weights | TOO_SHORT | must have at least 1 entry",
                "'weights':true | weights | WRONG_TYPE | must be a list of 1 to 100 entries, each a number and a multiple "
                        + "of 0.5, not true or false",
            })
    void aFaultInAListIsNamedByItsPlace(String field, String place, String code, String message) {
        assertThat(refused(LISTS, "{" + field + "}").errors())
                .containsExactly(new FieldError("parameters." + place, code, message));
    }

    @Test
    void everyFaultOfAListIsNamedAtOnce() {
        assertThat(refused(LISTS, "{'images':['x','https://a.b/',{}],'seeds':[0]}")
                        .errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(
                        tuple("parameters.images[0]", "MALFORMED"),
                        tuple("parameters.images[2]", "WRONG_TYPE"),
                        tuple("parameters.seeds", "TOO_SHORT"),
                        tuple("parameters.seeds[0]", "OUT_OF_RANGE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                | prompts    | REQUIRED",
                "{'prompts':null}  | prompts    | REQUIRED",
                "{'prompts':[]}    | prompts    | TOO_SHORT",
                "{'prompts':[' ']} | prompts[0] | REQUIRED",
            })
    void aListThatIsRequiredHasAnEntryAndNoneIsBlank(String given, String place, String code) {
        assertThat(refused(NEEDY, given).errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("parameters." + place, code));
    }

    private static final Model OBJECTS = painter(HEAD + """
            'supportedParams':{
              'settings':{'type':'object','required':true},
              'layers':{'type':'array','items':{'type':'object'},'maxItems':2}},
            'defaults':{'layers':[{'name':'base'}]}""");

    @Test
    void anObjectGoesToTheModelAsItIs() {
        Prepared.Accepted accepted = accepted(OBJECTS, "{'settings':{'steps':[1,{'a':null}],'é':'x'}}");

        assertThat(accepted.input())
                .isEqualTo(json("{'settings':{'steps':[1,{'a':null}],'é':'x'},'layers':[{'name':'base'}]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                              | settings  | REQUIRED",
                "{'settings':[]}                 | settings  | WRONG_TYPE",
                "{'settings':'{}'}               | settings  | WRONG_TYPE",
                "{'settings':{'a':'\\u0000'}}    | settings  | MALFORMED",
                "{'settings':{'a':['\\ud800']}} | settings  | MALFORMED",
                "{'settings':{},'layers':[1]}    | layers[0] | WRONG_TYPE",
                "{'settings':{},'layers':[{},{},{}]} | layers | TOO_LONG",
            })
    void anObjectThatIsNoneOrCantBeKeptIsRefused(String given, String place, String code) {
        assertThat(refused(OBJECTS, given).errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("parameters." + place, code));
    }

    @Test
    void anObjectIsNestedSixteenLevelsDeepAtMost() {
        String sixteen = "{'a':".repeat(15) + "{}" + "}".repeat(15);

        assertThat(accepted(OBJECTS, "{'settings':%s}".formatted(sixteen)).input())
                .isNotEmpty();
        assertThat(refused(OBJECTS, "{'settings':{'a':%s}}".formatted(sixteen)).errors())
                .extracting(FieldError::message)
                .containsExactly(
                        "must not be nested deeper than 16 levels, nor have a NUL, half of a surrogate pair or a "
                                + "number of more than 400 digits");
    }

    @Test
    void aHugeListMakesAShortAnswer() {
        String hundredThousand = "['c'" + ",'c'".repeat(99_999) + "]";
        String thousand = "['c'" + ",'c'".repeat(999) + "]";

        assertThat(refused(LISTS, "{'words':%s}".formatted(hundredThousand)).errors())
                .containsExactly(new FieldError("parameters.words", "TOO_LONG", "must have at most 1000 entries"));
        assertThat(refused(LISTS, "{'words':%s}".formatted(thousand)).errors())
                .hasSize(21)
                .last()
                .isEqualTo(new FieldError("parameters.words", "NOT_ALLOWED", "has 980 more faults like these"));
        assertThat(refused(LISTS, "{'words':%s}".formatted("[".repeat(500) + "]".repeat(500)))
                        .errors())
                .extracting(FieldError::field)
                .containsExactly("parameters.words[0]");
    }

    @Test
    void thePlaceIsNamedAfterTheLongestName() {
        String name = "x".repeat(64);
        Model model =
                painter(HEAD + "'supportedParams':{'%s':{'type':'array','items':{'type':'boolean'}}}".formatted(name));

        assertThat(refused(model, "{'%s':[1]}".formatted(name)).errors())
                .extracting(FieldError::field)
                .containsExactly("parameters." + name + "[0]");
    }

    @Test
    void halfASizeIsCompletedByADefaultOrAskedFor() {
        String size = HEAD + """
                'supportedParams':{'w':{'type':'integer','minimum':1,'maximum':9999},
                  'h':{'type':'integer','minimum':1,'maximum':9999},'shape':{'type':'string'}},
                'size':{'from':['w','h'],'choices':[{'width':10,'height':10,'set':{'shape':'square'}},
                  {'width':10,'height':20,'set':{'shape':'tall'}}]}""";

        assertThat(refused(painter(size), "{'w':10}").errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("parameters.h", "REQUIRED"));
        assertThat(accepted(painter(size + ",'defaults':{'h':20}"), "{'w':10}").input())
                .isEqualTo(json("{'shape':'tall'}"));
        assertThat(accepted(painter(size), "{}").input()).isEqualTo(json("{}"));
        assertThat(accepted(painter(size + ",'defaults':{'shape':'square'}"), "{'w':10,'h':20}")
                        .input())
                .isEqualTo(json("{'shape':'tall'}"));
    }

    @ParameterizedTest
    @CsvSource({"8, 0.008", "7.5, 0.0075", "1.23456, 0.0012", "30, 0.03", "10000, 10"})
    void aPricePerSecondIsMultipliedAndRoundedToFourDecimals(String seconds, String usd) {
        Model model = painter("""
                'version':'owner/name','pricing':{'usd':0.001,'per':'second','of':'length'},'estimatedTime':5,
                'supportedParams':{'length':{'type':'number','minimum':0,'maximum':10000,'required':true}}""");

        assertThat(accepted(model, "{'length':%s}".formatted(seconds))
                        .estimate(NOW, Duration.ZERO)
                        .cost())
                .isEqualTo(new BigDecimal(usd));
    }

    @Test
    void whatIsAFileIsNotedWithWhatItMayBe() {
        Model model = painter(HEAD + """
                'supportedParams':{'prompt':{'type':'string'},'start_image':{'type':'uri','as':'first_frame'},
                 'voice':{'type':'uri','maxSize':1000},'weights_file':{'type':'uri'},
                 'pages':{'type':'array','items':{'type':'uri','accept':['application/pdf','image/*']}}}""");

        Prepared.Accepted accepted = accepted(model, """
                {'prompt':'https://a.b/','start_image':'https://a.b/c','voice':'upload:0A0a0a0a-0000-4000-8000-000000000001',
                 'weights_file':'data:,x','pages':['https://a.b/1','https://a.b/2']}""");

        assertThat(accepted.files())
                .containsExactly(
                        new InputFile("/start_image", "/first_frame", List.of("image/*"), null, null),
                        new InputFile("/voice", "/voice", List.of("audio/*", "video/*"), 1000L, null),
                        new InputFile("/weights_file", "/weights_file", List.of(), null, null),
                        new InputFile("/pages/0", "/pages/0", List.of("application/pdf", "image/*"), null, null),
                        new InputFile("/pages/1", "/pages/1", List.of("application/pdf", "image/*"), null, null));
        assertThat(accepted.input().path("voice").textValue()).isEqualTo("upload:0a0a0a0a-0000-4000-8000-000000000001");
    }

    @Test
    void whereNothingIsDeclaredAnUploadAloneIsAFile() {
        Model model = painter(HEAD + "'supportedParams':['prompt','image']");

        Prepared.Accepted accepted =
                accepted(model, "{'prompt':'https://a.b/c.png','image':'upload:0a0a0a0a-0000-4000-8000-000000000001'}");

        assertThat(accepted.files()).containsExactly(new InputFile("/image", "/image", List.of(), null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"upload:", "upload:1", "upload:0a0a0a0a-0000-4000-8000-00000000000g", "UPLOAD:../x"})
    void anIdOfAnUploadThatIsNoneIsRefused(String id) {
        Model model = painter(HEAD + "'supportedParams':{'image':{'type':'uri'}}");

        assertThat(refused(model, "{'image':'%s'}".formatted(id)).errors())
                .extracting(FieldError::message)
                .allMatch(message -> message.endsWith("it has no UUID behind upload:, as POST /uploads gives it"));
    }
}
