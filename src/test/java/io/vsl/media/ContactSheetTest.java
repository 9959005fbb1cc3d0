package io.vsl.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.media.Rendition.Kind;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

/**
 * What is made of one file of each kind, side by side, as any image library opens it. With
 * {@code -Dvsl.contact-sheet=write} docs/media.png is written from it; its rows are named in docs/MEDIA.md.
 */
class ContactSheetTest {

    private static final int COLUMNS = 6;
    private static final int WIDTH = 200;
    private static final int HEIGHT = 140;
    private static final int MARGIN = 10;

    @TempDir
    Path folder;

    @Test
    void oneOfEachKindCanBeSeen() throws IOException {
        Map<String, BufferedImage> pictures = new LinkedHashMap<>();
        for (Path file : files().values()) {
            Rendition rendition = Rendering.render(Rendering.asSet(), file, 320);

            assertThat(rendition.failures()).as(file.toString()).isEmpty();
            for (Rendition.Made made : rendition.files()) {
                if (made.kind() == Kind.THUMBNAIL || made.kind() == Kind.PREVIEW || made.kind() == Kind.WAVEFORM) {
                    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(made.content()));
                    pictures.put(
                            file.getFileName() + " " + made.kind(),
                            Objects.requireNonNull(picture, () -> "not read: " + file));
                }
            }
        }

        assertThat(pictures).hasSize(26);
        if (System.getProperty("vsl.contact-sheet", "").equals("write")) {
            ImageIO.write(sheet(pictures), "png", Path.of("docs/media.png").toFile());
        }
    }

    private Map<String, Path> files() throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String name : new String[] {
            "cmyk.jpg",
            "gray-alpha.png",
            "icc-prophoto.png",
            "icc-prophoto-control.jpg",
            "exif-orientation6.png",
            "animated.webp",
            "clip.gif",
            "rotated.mp4",
            "clip.webm",
            "tone.ogg",
            "flac-with-id3.flac"
        }) {
            files.put(
                    name,
                    Files.copy(new ClassPathResource("media/" + name).getFile().toPath(), folder.resolve(name)));
        }
        String scene = "mandelbrot=size=640x360:rate=10";
        made(files, "still.webp", "-f", "lavfi", "-i", scene, "-frames:v", "1", "-c:v", "libwebp");
        made(files, "still.avif", "-f", "lavfi", "-i", scene, "-frames:v", "1", "-c:v", "libsvtav1");
        made(files, "plain.mp4", "-f", "lavfi", "-i", scene, "-t", "2", "-c:v", "libopenh264");
        made(
                files,
                "fade.mp4",
                "-f",
                "lavfi",
                "-i",
                scene,
                "-t",
                "3",
                "-vf",
                "fade=t=in:st=0:d=2",
                "-c:v",
                "libopenh264");
        made(
                files,
                "black.mp4",
                "-f",
                "lavfi",
                "-i",
                "color=black:size=640x360:rate=10",
                "-t",
                "1",
                "-c:v",
                "libopenh264");
        made(files, "single.mkv", "-f", "lavfi", "-i", scene, "-frames:v", "1", "-c:v", "libopenh264");
        String swell = "aevalsrc='0.8*sin(2*PI*220*t)*abs(sin(PI*t/2))*exp(-t/6)':duration=8";
        made(files, "swell.wav", "-f", "lavfi", "-i", swell);
        made(files, "swell.mp3", "-f", "lavfi", "-i", swell, "-c:a", "libmp3lame");
        made(files, "swell.opus", "-f", "lavfi", "-i", swell, "-c:a", "libopus");
        return files;
    }

    private void made(Map<String, Path> files, String name, String... arguments) {
        files.put(name, Ffmpeg.make(folder.resolve(name), arguments));
    }

    private static BufferedImage sheet(Map<String, BufferedImage> pictures) {
        int rows = (pictures.size() + COLUMNS - 1) / COLUMNS;
        BufferedImage sheet = new BufferedImage(
                COLUMNS * (WIDTH + MARGIN) + MARGIN, rows * (HEIGHT + MARGIN) + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setColor(new Color(0xe8, 0xe8, 0xec));
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        int cell = 0;
        for (BufferedImage picture : pictures.values()) {
            double scale = Math.min((double) WIDTH / picture.getWidth(), (double) HEIGHT / picture.getHeight());
            int width = (int) Math.round(picture.getWidth() * scale);
            int height = (int) Math.round(picture.getHeight() * scale);
            int x = MARGIN + cell % COLUMNS * (WIDTH + MARGIN) + (WIDTH - width) / 2;
            int y = MARGIN + cell / COLUMNS * (HEIGHT + MARGIN) + (HEIGHT - height) / 2;
            graphics.drawImage(picture, x, y, width, height, null);
            cell++;
        }
        graphics.dispose();
        return sheet;
    }
}
