package io.vsl.inputs;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vsl.job.ErrorCode;
import io.vsl.job.InputFile;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobError;
import io.vsl.ledger.Fate;
import io.vsl.ledger.PrepareAttempts;
import io.vsl.ledger.Refusing;
import io.vsl.ledger.Standing;
import io.vsl.ledger.Standings;
import io.vsl.platform.aws.InputProperties;
import io.vsl.platform.kafka.EventRecords;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.stereotype.Component;

/**
 * The end of bringing the files of a job: its first attempt is asked for, or nothing of it is ever sent. The latter is
 * committed to the ledger before it is told, unless the job was sent meanwhile: a process that was held up ends no job that
 * another has brought on.
 */
@Component("finishInputs")
public class FinishInputs {

    private static final Logger LOG = LoggerFactory.getLogger(FinishInputs.class);

    private final ReadRequested readRequested;
    private final PrepareAttempts prepareAttempts;
    private final EventRecords records;
    private final InputProperties properties;
    private final Clock clock;

    FinishInputs(
            ReadRequested readRequested,
            PrepareAttempts prepareAttempts,
            EventRecords records,
            InputProperties properties,
            Clock clock) {
        this.readRequested = readRequested;
        this.prepareAttempts = prepareAttempts;
        this.records = records;
        this.properties = properties;
        this.clock = clock;
    }

    /** What the ledger is to refuse. The others are finished, postponed, or left open: then the stage holds. */
    public Refusing<InputTask> refusals(InputTasks tasks) throws JsonProcessingException {
        List<Refusing.Wish<InputTask>> refusals = new ArrayList<>();
        for (InputTask task : tasks.tasks()) {
            List<String> wrong = messages(task, FileEnd.Refused.class, FileEnd.Refused::reason);
            List<String> late = messages(task, FileEnd.Late.class, end -> "could not be fetched: " + end.reason());
            if (!wrong.isEmpty()) {
                refusals.add(refusal(task, ErrorCode.INPUT_REJECTED, wrong));
            } else if (!isAnyHeld(task)) {
                end(task, late).ifPresent(refusals::add);
            }
        }
        return prepareAttempts.refuse(refusals);
    }

    /** Of a task whose files are there or may come yet. */
    private Optional<Refusing.Wish<InputTask>> end(InputTask task, List<String> late) {
        if (late.isEmpty()) {
            complete(task);
        } else if (task.polled().postponements() + 1 >= properties.maxTries()) {
            return Optional.of(refusal(task, ErrorCode.INPUT_UNAVAILABLE, late));
        } else {
            task.polled().postpone(String.join("; ", late));
            log(LOG.atWarn(), task).log("A file of the input can't be fetched yet");
        }
        return Optional.empty();
    }

    /** S3 or the disk is away: the stage holds. */
    private static boolean isAnyHeld(InputTask task) {
        return task.ends().stream()
                .filter(FileEnd.Held.class::isInstance)
                .map(FileEnd.Held.class::cast)
                .peek(held -> log(LOG.atWarn(), task).setCause(held.reason()).log("The input can't be kept yet"))
                .findFirst()
                .isPresent();
    }

    /** Of those files that ended so, each with its field. */
    private static <E extends FileEnd> List<String> messages(
            InputTask task, Class<E> kind, Function<E, String> message) {
        List<InputFile> files = task.accepted().prediction().files();
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < task.ends().size(); i++) {
            FileEnd end = task.ends().get(i);
            if (kind.isInstance(end)) {
                messages.add(files.get(i).field() + " " + message.apply(kind.cast(end)));
            }
        }
        return messages;
    }

    private Refusing.Wish<InputTask> refusal(InputTask task, ErrorCode code, List<String> messages) {
        String message = JobError.keepable(String.join("; ", messages));
        return new Refusing.Wish<>(task.job(), new Fate.Rejected(code, message, now()));
    }

    private void complete(InputTask task) {
        JobAccepted accepted = task.accepted();
        List<InputFile> stored = new ArrayList<>();
        for (FileEnd end : task.ends()) {
            stored.add(accepted.prediction().files().get(stored.size()).at(((FileEnd.Kept) end).key()));
        }
        task.polled()
                .finish(List.of(records.attempt(
                        accepted.withStored(stored),
                        "the files of its input are in S3",
                        task.polled().consumed())));
        log(LOG.atInfo(), task).log("The files of the input are in S3");
    }

    /** What was refused is told; of what was sent meanwhile there is nothing to tell. */
    public void finish(Standings<InputTask> refused) {
        for (Standings.Entry<InputTask> entry : refused.entries()) {
            InputTask task = entry.subject();
            if (entry.standing() instanceof Standing.Settled settled) {
                readRequested.told(task.polled(), settled);
                log(LOG.atInfo(), task).log("The input can't be used: {}", codes(settled));
            } else {
                task.polled().finish(List.of());
            }
        }
    }

    private static String codes(Standing.Settled settled) {
        return settled.fate() instanceof Fate.Rejected rejected
                ? rejected.code().name()
                : "";
    }

    private static LoggingEventBuilder log(LoggingEventBuilder line, InputTask task) {
        return line.addKeyValue("action", "inputs")
                .addKeyValue("jobId", task.accepted().job().jobId())
                .addKeyValue("userId", task.accepted().job().userId())
                .addKeyValue("modelId", task.accepted().job().modelId());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
