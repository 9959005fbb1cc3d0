package io.vsl.erase;

import io.vsl.platform.stage.TryAgain;
import java.util.List;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What S3 answers when the files of a {@link Folder} are looked up and removed. */
@Component("emptyFolder")
public class EmptyFolder {

    /** S3 lists so many at once, and takes as many to remove. */
    private static final int PAGE = 1_000;

    /** With the next page of its files. */
    public Folder listed(Folder folder, List<S3Object> page) {
        return new Folder(folder.prefix(), page.stream().map(S3Object::key).toList(), page.size() >= PAGE);
    }

    /** @throws TryAgain when one of them is still there */
    public Folder removed(Folder folder, DeleteObjectsResponse response) {
        if (response.hasErrors()) {
            S3Error first = response.errors().getFirst();
            throw new TryAgain("S3 has not removed %d files, %s first: %s (%s)"
                    .formatted(response.errors().size(), first.key(), first.message(), first.code()));
        }
        return folder;
    }
}
