package io.vsl.render;

import io.vsl.job.Output;
import io.vsl.job.Warning;
import io.vsl.media.FileType;
import io.vsl.media.RenderFile;
import io.vsl.media.Rendition;
import io.vsl.media.Rendition.Kind;
import io.vsl.media.Rendition.Made;
import io.vsl.platform.objects.FoundStream;
import io.vsl.platform.objects.StoredFile;
import io.vsl.render.RenderTask.Part;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Makes what can be made of one file, and says which files are to be stored beside it. */
@Component("renderOutput")
public class RenderOutput {

    private final RenderFile renderFile;
    private final RenderProperties properties;

    RenderOutput(RenderFile renderFile, RenderProperties properties) {
        this.renderFile = renderFile;
        this.properties = properties;
    }

    /**
     * With the file as it comes from S3. One that is gone, as those of a job that was cancelled meanwhile are, leaves the
     * output as it is.
     *
     * @throws NotYet      when the time of its poll is over, as it is when it was held before
     * @throws IOException when S3 or the disk is away
     */
    public RenderedOutput render(Part part, FoundStream found) throws IOException {
        return switch (found) {
            case FoundStream.There there -> {
                boolean isAllHere = there.save(part.file(), part.deadline());
                RenderedOutput rendered =
                        isAllHere ? rendered(part) : untouched(part, "The file could not be read in time");
                if (part.task().polled().end().isOver()) {
                    throw new NotYet();
                }
                yield rendered;
            }
            case FoundStream.Absent absent -> untouched(part, "The file is gone");
        };
    }

    private static RenderedOutput untouched(Part part, String reason) {
        return new RenderedOutput(part.index(), part.output(), List.of(), List.of(warning(part.output(), reason)));
    }

    private RenderedOutput rendered(Part part) throws IOException {
        Output output = part.output();
        String extension = output.file().substring(output.file().lastIndexOf('.') + 1);
        Rendition rendition = renderFile.render(
                part.file(), new FileType(output.contentType(), extension), properties.sizes(), part.deadline());
        Map<Kind, String> names = new EnumMap<>(Kind.class);
        rendition
                .files()
                .forEach(made -> names.put(
                        made.kind(),
                        part.nameBeside(made.kind().fileName(), made.kind().extension())));
        return new RenderedOutput(
                part.index(),
                with(output, names, rendition),
                rendition.files().stream().map(made -> file(part, names, made)).toList(),
                warnings(output, rendition));
    }

    private static Output with(Output output, Map<Kind, String> names, Rendition rendition) {
        return new Output(
                output.file(),
                output.place(),
                new Output.Derived(
                        names.get(Kind.THUMBNAIL),
                        null,
                        names.get(Kind.PREVIEW),
                        names.get(Kind.PREVIEW_WEBP),
                        names.get(Kind.WAVEFORM),
                        names.get(Kind.PEAKS)),
                output.content(),
                rendition.measures(),
                rendition.traits());
    }

    private static StoredFile file(Part part, Map<Kind, String> names, Made made) {
        return new StoredFile(
                part.task().s3Path() + "/" + names.get(made.kind()), made.kind().contentType(), made.content());
    }

    private static List<Warning> warnings(Output output, Rendition rendition) {
        return rendition.failures().stream()
                .map(failure -> warning(output, failure))
                .toList();
    }

    private static Warning warning(Output output, String message) {
        return new Warning(Objects.requireNonNullElse(output.place(), ""), Warning.Code.NOT_RENDERED, message);
    }
}
