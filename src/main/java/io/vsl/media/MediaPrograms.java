package io.vsl.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Where ffmpeg and ffprobe are. By default they are those of the library {@code org.bytedeco:ffmpeg} (LGPL), which has
 * them as programs; they are unpacked when they are needed first, into {@code ~/.cache/vsl}.
 */
@Component
public class MediaPrograms {

    private static final Logger LOG = LoggerFactory.getLogger(MediaPrograms.class);

    private static final List<String> FFMPEG = List.of(
            "ffmpeg",
            "ffprobe",
            "libavcodec.so.62",
            "libavdevice.so.62",
            "libavfilter.so.11",
            "libavformat.so.62",
            "libavutil.so.60",
            "libswresample.so.6",
            "libswscale.so.9",
            "libdrm.so.2",
            "libva.so.2",
            "libva-drm.so.2");

    /** Of a machine's screen and sound, which no server has: ffmpeg asks for them by name, and calls none of them here. */
    private static final List<String> NOT_NEEDED =
            List.of("libpulse.so.0", "libasound.so.2", "libxcb.so.1", "libxcb-shm.so.0");

    private final String setting;
    private Optional<Found> found = Optional.empty();
    private boolean looked;

    MediaPrograms(FfmpegProperties properties) {
        this.setting = properties.program();
    }

    /**
     * The two programs.
     *
     * @param folder    that has both
     * @param libraries that they are to be run with; null: the system's
     */
    record Found(Path folder, @Nullable Path libraries) {

        Path program(String name) {
            return folder.resolve(name);
        }
    }

    /** Empty when there is no ffmpeg on this machine. */
    synchronized Optional<Found> find() {
        if (!looked) {
            looked = true;
            found = look();
            if (found.isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("action", "find-ffmpeg")
                        .log("There is no ffmpeg: set VSL_FFMPEG. Nothing is made of videos and sounds without it");
            }
        }
        return found;
    }

    private Optional<Found> look() {
        if (!setting.isEmpty()) {
            Path path = Path.of(setting);
            return there(Files.isDirectory(path) ? path : path.getParent());
        }
        try {
            Optional<Found> own = unpacked();
            if (own.isPresent()) {
                return own;
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("action", "find-ffmpeg").setCause(e).log("ffmpeg can't be unpacked");
        }
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> there(Path.of(folder)).stream())
                .findFirst();
    }

    private static Optional<Found> there(@Nullable Path folder) {
        return folder != null
                        && Files.isExecutable(folder.resolve("ffmpeg"))
                        && Files.isExecutable(folder.resolve("ffprobe"))
                ? Optional.of(new Found(folder, null))
                : Optional.empty();
    }

    private static Optional<Found> unpacked() throws IOException {
        String platform = platform();
        String version = version();
        if (version == null || resource(platform, "ffmpeg") == null) {
            return Optional.empty();
        }
        Path cache = cache();
        Path folder = cache.resolve("ffmpeg-" + version + "-" + platform);
        if (!Files.exists(folder)) {
            unpack(platform, Files.createTempDirectory(cache, "unpacking-"), folder);
        }
        return Optional.of(new Found(folder, folder));
    }

    /** Whole or not at all, also when two processes do so at once. */
    private static void unpack(String platform, Path half, Path folder) throws IOException {
        for (String name : FFMPEG) {
            Path file = half.resolve(name);
            try (InputStream content = Objects.requireNonNull(resource(platform, name), name)) {
                Files.copy(content, file);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        for (String name : NOT_NEEDED) {
            Files.createSymbolicLink(half.resolve(name), Path.of("libva-drm.so.2"));
        }
        try {
            Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
            try (Stream<Path> files = Files.list(half)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(half);
        }
    }

    private static Path cache() throws IOException {
        String set = System.getenv("XDG_CACHE_HOME");
        Path cache = set != null && !set.isEmpty()
                ? Path.of(set, "vsl")
                : Path.of(System.getProperty("user.home"), ".cache", "vsl");
        return Files.createDirectories(cache);
    }

    private static @Nullable InputStream resource(String platform, String name) {
        return MediaPrograms.class.getResourceAsStream("/org/bytedeco/ffmpeg/" + platform + "/" + name);
    }

    private static @Nullable String version() throws IOException {
        try (InputStream pom =
                MediaPrograms.class.getResourceAsStream("/META-INF/maven/org.bytedeco/ffmpeg/pom.properties")) {
            if (pom == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(pom);
            return properties.getProperty("version");
        }
    }

    /** As bytedeco names it: {@code linux-x86_64}. */
    private static String platform() {
        Map<String, String> names = Map.of("amd64", "x86_64", "aarch64", "arm64");
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        return system + "-" + names.getOrDefault(machine, machine);
    }
}
