package io.vsl.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class HostileMediaTest {

    private static final List<byte[]> MEDIA = List.copyOf(Media.ofEachFormat().values());
    private static final List<String> BEGINNINGS = List.of(
            "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR",
            "\u00ff\u00d8\u00ff",
            "GIF89a",
            "RIFF\0\0\0\0WEBPVP8X",
            "RIFF\0\0\0\0WAVEfmt \u0010\0\0\0",
            "\0\0\0\u0010ftypisom\0\0\0\0\0\0\0\0moov\0\0\0\0mvhd",
            "ID3\4\0\0\0\0\0\0",
            "fLaC",
            "\u001aE\u00df\u00a3",
            "\u00ff\u00fb\u0090\0");

    private static final Set<String> READ_HERE = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private Path folder = Path.of("");

    @BeforeProperty
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("hostile");
    }

    @AfterProperty
    void removeFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("file"));
        Files.deleteIfExists(folder.resolve("thumbnail.jpg"));
        Files.delete(folder);
    }

    @Property(tries = 500)
    void anyBytesHaveAType(@ForAll @Size(max = 4096) byte[] bytes) {
        assertThat(FileType.of(bytes, null, "").contentType()).contains("/");
    }

    @Property(tries = 500)
    void anyBytesBehindAKnownBeginningHaveAType(
            @ForAll("beginnings") String beginning, @ForAll @Size(max = 512) byte[] bytes) {
        byte[] file = Media.join(Media.ascii(beginning), bytes);

        assertThat(FileType.of(file, null, "").contentType()).contains("/");
    }

    @Property(tries = 500)
    void aDamagedFileHasATypeAndAPictureOrAReason(@ForAll("damaged") byte[] file) throws IOException {
        Path path = write(file);

        FileType type = FileType.of(file, null, "");
        assertThat(type.contentType()).contains("/");
        if (READ_HERE.contains(type.contentType())) {
            try {
                assertThat(new ReadImage(100_000).read(path, type, 32).image()).isNotNull();
            } catch (CantRender reason) {
                assertThat(reason).hasMessageContaining("the image");
            }
        }
    }

    @Provide
    Arbitrary<String> beginnings() {
        return Arbitraries.of(BEGINNINGS);
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        // Most damage to the first bytes, where the headers are.
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 20_000);
        return Combinators.combine(Arbitraries.of(MEDIA), places.list().ofMaxSize(20), Arbitraries.randoms())
                .as((whole, damages, random) -> {
                    byte[] file = whole.clone();
                    damages.forEach(place -> file[place % file.length] = (byte) random.nextInt());
                    return file;
                });
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }
}
