package io.vsl.devstack.s3;

import io.vsl.devstack.child.ServerProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * {@code --port N --dir DIR --bucket NAME}, with {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY} in the
 * environment: S3 on 127.0.0.1, path style. The bucket is there from the start; objects are plain files under
 * {@code DIR/buckets}.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        ServerProcess process = ServerProcess.of(arguments);
        Path buckets = process.dir().resolve("buckets");
        Path bucket = Files.createDirectories(buckets.resolve(process.option("bucket")));
        // s3proxy derives the bucket's ACL from the folder: what others may read is public.
        Files.setPosixFilePermissions(bucket, PosixFilePermissions.fromString("rwx------"));
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(buckets.toString()))
                .endpoint(URI.create("http://127.0.0.1:" + process.port()))
                .awsAuthentication(
                        AuthenticationType.AWS_V2_OR_V4,
                        process.secret("AWS_ACCESS_KEY_ID"),
                        process.secret("AWS_SECRET_ACCESS_KEY"))
                .build();
        process.onStop(server::stop);
        server.start();
        process.ready();
    }
}
