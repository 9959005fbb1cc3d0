package io.vsl.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What ffprobe finds out about a file of moving pictures or sound, or an image that this process doesn't decode. */
@Component
class ProbeFile {

    private static final int MOST = 1 << 20;

    private final RunProgram runProgram;
    private final ObjectMapper json;

    ProbeFile(RunProgram runProgram, ObjectMapper json) {
        this.runProgram = runProgram;
        this.json = json;
    }

    /**
     * What stands in a file; a stream that isn't there is null. Of several of one kind it is the first.
     *
     * @param seconds of all of it; 0 when unknown
     */
    record Probed(@Nullable Pictures pictures, @Nullable Sound sound, double seconds) {}

    /**
     * Its pictures, as they are shown: turned, and with square pixels.
     *
     * @param fps    on average; 0 when unknown
     * @param frames 0 when unknown
     */
    record Pictures(String codec, int width, int height, double fps, long frames) {}

    /** @param sampleRate in Hz */
    record Sound(String codec, int channels, int sampleRate) {}

    /** @throws CantRender when ffprobe finds neither pictures nor sound */
    Probed probe(Path file, FileType type, Deadline deadline) throws CantRender, IOException {
        JsonNode said = read(ask(
                file,
                type,
                List.of(
                        "-show_entries",
                        "format=duration:stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,"
                                + "avg_frame_rate,nb_frames,duration,channels,sample_rate:stream_disposition=attached_pic"
                                + ":stream_side_data=rotation",
                        "-of",
                        "json"),
                deadline,
                output -> output.readNBytes(MOST)));
        JsonNode video = first(
                said,
                stream -> stream.path("codec_type").asText().equals("video")
                        && stream.at("/disposition/attached_pic").asInt() == 0
                        && stream.path("width").asInt() > 0);
        JsonNode audio = first(
                said,
                stream -> stream.path("codec_type").asText().equals("audio")
                        && stream.path("sample_rate").asInt() > 0);
        if (video == null && audio == null) {
            throw new CantRender("there is neither a picture nor a sound in it");
        }
        double seconds = said.at("/format/duration").asDouble(0);
        Pictures pictures = video == null ? null : pictures(video);
        if (pictures != null && video != null && (seconds <= 0 || pictures.frames() == 0)) {
            Packets packets = count(file, type, video.path("index").asInt(), deadline);
            seconds = seconds > 0 ? seconds : packets.seconds();
            double fps = packets.seconds() > 0 ? packets.count() / packets.seconds() : 0;
            pictures = new Pictures(pictures.codec(), pictures.width(), pictures.height(), fps, packets.count());
        }
        return new Probed(pictures, audio == null ? null : sound(audio), seconds);
    }

    private JsonNode read(byte[] answer) throws CantRender, IOException {
        try {
            return json.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new CantRender("what ffprobe says can't be read");
        }
    }

    private static @Nullable JsonNode first(JsonNode said, Predicate<JsonNode> is) {
        return StreamSupport.stream(said.path("streams").spliterator(), false)
                .filter(is)
                .findFirst()
                .orElse(null);
    }

    private static Pictures pictures(JsonNode video) {
        int width = shownWidth(video);
        int height = video.path("height").asInt();
        boolean isTurned = StreamSupport.stream(video.path("side_data_list").spliterator(), false)
                .anyMatch(data -> Math.abs(data.path("rotation").asInt()) % 180 == 90);
        return new Pictures(
                video.path("codec_name").asText(),
                isTurned ? height : width,
                isTurned ? width : height,
                ratio(video.path("avg_frame_rate").asText(), '/'),
                video.path("nb_frames").asLong());
    }

    private static int shownWidth(JsonNode video) {
        double shape = ratio(video.path("sample_aspect_ratio").asText(), ':');
        int width = video.path("width").asInt();
        return shape > 0.1 && shape < 10 ? (int) Math.round(width * shape) : width;
    }

    private static Sound sound(JsonNode audio) {
        return new Sound(
                audio.path("codec_name").asText(),
                audio.path("channels").asInt(),
                audio.path("sample_rate").asInt());
    }

    /** {@code 30000/1001}; 0 when it is none. */
    private static double ratio(String text, char sign) {
        int at = text.indexOf(sign);
        try {
            double below = at < 0 ? 0 : Double.parseDouble(text.substring(at + 1));
            return below == 0 ? 0 : Double.parseDouble(text.substring(0, at)) / below;
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /** What a container that doesn't say it itself has, counted: how many pictures, over how long. */
    private record Packets(long count, double seconds) {}

    private Packets count(Path file, FileType type, int stream, Deadline deadline) throws CantRender, IOException {
        return ask(
                file,
                type,
                List.of(
                        "-select_streams",
                        Integer.toString(stream),
                        "-show_entries",
                        "packet=pts_time,duration_time",
                        "-of",
                        "csv=p=0"),
                deadline,
                ProbeFile::packets);
    }

    private static Packets packets(InputStream output) throws IOException {
        long count = 0;
        double first = Double.MAX_VALUE;
        double last = 0;
        double length = 0;
        double before = -1;
        BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] values = line.split(",", -1);
            double at = number(values, 0);
            if (Double.isNaN(at)) {
                continue;
            }
            count++;
            double shown = number(values, 1);
            length = Double.isNaN(shown) ? Math.max(0, at - Math.max(before, 0)) : shown;
            first = Math.min(first, at);
            last = Math.max(last, at + length);
            before = at;
        }
        return new Packets(count, Math.max(0, last - first));
    }

    private static double number(String[] values, int at) {
        try {
            return at < values.length ? Double.parseDouble(values[at]) : Double.NaN;
        } catch (NumberFormatException none) {
            return Double.NaN;
        }
    }

    private <T> T ask(Path file, FileType type, List<String> questions, Deadline deadline, RunProgram.Reader<T> reader)
            throws CantRender, IOException {
        List<String> arguments = new java.util.ArrayList<>(List.of("-v", "error"));
        arguments.addAll(questions);
        arguments.addAll(Demuxers.input(file, type));
        return runProgram.run("ffprobe", arguments, deadline, reader).output();
    }
}
