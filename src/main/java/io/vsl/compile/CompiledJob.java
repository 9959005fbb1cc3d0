package io.vsl.compile;

/** A compilation and how the making of it ended. */
public record CompiledJob(CompileTask task, CompileEnd end) {

    public boolean isOpen() {
        return end instanceof CompileEnd.Open;
    }

    /** Whether S3 refused something: {@code stored.json} may be there, which is never replaced. */
    public boolean isRefused() {
        return end instanceof CompileEnd.Held held && held.isAnswered();
    }
}
