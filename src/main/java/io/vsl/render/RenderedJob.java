package io.vsl.render;

/** A job and how the rendering of its files ended. */
public record RenderedJob(RenderTask task, RenderEnd end) {

    public boolean isOpen() {
        return end instanceof RenderEnd.Open;
    }

    /** Whether S3 refused something: {@code metadata.json} may be there, which is never replaced. */
    public boolean isRefused() {
        return !task.isRemake() && end instanceof RenderEnd.Held held && held.isAnswered();
    }
}
