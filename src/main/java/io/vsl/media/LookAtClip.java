package io.vsl.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.media.ProbeFile.Pictures;
import io.vsl.media.ProbeFile.Probed;
import io.vsl.platform.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/** What has to be known of a clip to join it to others. */
@Component
class LookAtClip {

    private static final int MOST = 1 << 20;

    /** What an MP4 may have that others are to play. */
    private static final Set<String> COPIED = Set.of("h264", "hevc", "av1", "vp9", "mpeg4");

    /** Pictures that have all of these in common have one description in a container. */
    private static final List<String> FORM = List.of(
            "codec_name",
            "profile",
            "level",
            "pix_fmt",
            "width",
            "height",
            "sample_aspect_ratio",
            "r_frame_rate",
            "time_base",
            "field_order",
            "color_range",
            "color_space",
            "color_transfer",
            "color_primaries",
            "extradata_hash");

    private final ProbeFile probeFile;
    private final RunProgram runProgram;
    private final ObjectMapper json;

    LookAtClip(ProbeFile probeFile, RunProgram runProgram, ObjectMapper json) {
        this.probeFile = probeFile;
        this.runProgram = runProgram;
        this.json = json;
    }

    /**
     * A clip and what is in it.
     *
     * @param pictures as they are shown
     * @param hasSound whether there is any
     * @param form     of its pictures, equal where they can follow one another as they are; empty where they can't at all
     */
    record Looked(Clip clip, Pictures pictures, boolean hasSound, String form) {

        /** How long its pictures are shown. */
        double seconds() {
            return pictures.frames() / pictures.fps();
        }
    }

    /** @throws CantRender when there are no pictures in it, or nobody can say how many */
    Looked look(Clip clip, Deadline deadline) throws CantRender, IOException {
        try {
            Probed probed = probeFile.probe(clip.file(), clip.type(), deadline);
            Pictures pictures = probed.pictures();
            if (pictures == null || pictures.frames() <= 0 || !(pictures.fps() > 0)) {
                throw new CantRender("there are no moving pictures in it");
            }
            return new Looked(clip, pictures, probed.sound() != null, form(clip, deadline));
        } catch (CantRender reason) {
            throw clip.cant(reason);
        }
    }

    private String form(Clip clip, Deadline deadline) throws CantRender, IOException {
        if (!isMp4(clip)) {
            return "";
        }
        JsonNode video = video(clip, deadline);
        boolean isTurned = StreamSupport.stream(video.path("side_data_list").spliterator(), false)
                .anyMatch(data -> data.path("rotation").asInt() != 0);
        boolean isLate = Math.abs(video.path("start_time").asDouble()) > 0.001;
        return isTurned || isLate || !COPIED.contains(video.path("codec_name").asText())
                ? ""
                : String.join(
                        "|",
                        FORM.stream().map(name -> video.path(name).asText()).toList());
    }

    private JsonNode video(Clip clip, Deadline deadline) throws CantRender, IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-v",
                "error",
                "-select_streams",
                "V:0",
                "-show_data_hash",
                "SHA256",
                "-show_entries",
                "stream=start_time," + String.join(",", FORM) + ":stream_side_data=rotation",
                "-of",
                "json"));
        arguments.addAll(Demuxers.input(clip.file(), clip.type()));
        byte[] said = runProgram
                .run("ffprobe", arguments, deadline, output -> output.readNBytes(MOST))
                .output();
        try {
            return json.readTree(said).at("/streams/0");
        } catch (JsonProcessingException e) {
            throw new CantRender("what ffprobe says can't be read");
        }
    }

    /** Whatever demuxer finds a file by its first bytes finds this one to be an MP4. */
    private static boolean isMp4(Clip clip) throws IOException {
        try (HeaderBytes bytes = new HeaderBytes(clip.file())) {
            return bytes.has(4, "ftyp");
        } catch (EOFException cut) {
            return false;
        }
    }
}
