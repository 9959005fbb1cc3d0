package io.vsl.job;

/** How far a job has come: it is open, or it has its outcome. */
public sealed interface JobState permits JobState.Open, Outcome {

    JobStatus status();

    /** There is no outcome yet. */
    enum Open implements JobState {
        /** Replicate doesn't have it yet. */
        PENDING(JobStatus.PENDING),
        /** Replicate runs it, or its outputs are being stored. */
        PROCESSING(JobStatus.PROCESSING);

        private final JobStatus status;

        Open(JobStatus status) {
            this.status = status;
        }

        @Override
        public JobStatus status() {
            return status;
        }
    }
}
