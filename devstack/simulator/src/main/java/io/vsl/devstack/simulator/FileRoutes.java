package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.FileUpload;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Files that are uploaded to serve as inputs; they are known until the simulator stops.
 */
final class FileRoutes {

    private static final Duration KEPT = Duration.ofHours(24);

    private final Path dir;
    private final Map<String, JsonObject> files = new LinkedHashMap<>();

    FileRoutes(Path dir) {
        this.dir = dir;
    }

    void mount(Router router) {
        router.post("/v1/files").handler(this::create);
        router.get("/v1/files")
                .handler(context -> Answers.json(
                        context,
                        200,
                        new JsonObject()
                                .put("previous", null)
                                .put("next", null)
                                .put(
                                        "results",
                                        new JsonArray(files.values().stream().toList()))));
        router.get("/v1/files/:id").handler(context -> Answers.json(context, 200, find(context)));
        router.delete("/v1/files/:id").handler(this::delete);
    }

    private void create(RoutingContext context) {
        FileUpload upload = context.fileUploads().stream()
                .filter(file -> file.name().equals("content"))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("There is no file in the part named content"));
        String id = UUID.randomUUID().toString();
        String base = context.request().scheme() + "://" + context.request().authority();
        String metadata = context.request().getFormAttribute("metadata");
        context.vertx()
                .executeBlocking(
                        () -> {
                            Files.move(Path.of(upload.uploadedFileName()), path(id));
                            return sha256(path(id));
                        },
                        false)
                .onSuccess(sha256 -> {
                    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
                    JsonObject file = new JsonObject()
                            .put("id", id)
                            .put("name", upload.fileName())
                            .put("content_type", upload.contentType())
                            .put("size", upload.size())
                            .put("etag", sha256)
                            .put("checksums", new JsonObject().put("sha256", sha256))
                            .put("metadata", metadata == null ? new JsonObject() : new JsonObject(metadata))
                            .put("created_at", now.toString())
                            .put("expires_at", now.plus(KEPT).toString())
                            .put("urls", new JsonObject().put("get", base + "/v1/files/" + id));
                    files.put(id, file);
                    Answers.json(context, 201, file);
                })
                .onFailure(context::fail);
    }

    private void delete(RoutingContext context) {
        find(context);
        files.remove(Asked.variable(context, "id"));
        context.vertx()
                .executeBlocking(() -> Files.deleteIfExists(path(Asked.variable(context, "id"))), false)
                .onSuccess(deleted -> context.response().setStatusCode(204).end())
                .onFailure(context::fail);
    }

    private JsonObject find(RoutingContext context) {
        JsonObject file = files.get(Asked.variable(context, "id"));
        if (file == null) {
            throw Problem.notFound();
        }
        return file;
    }

    private Path path(String id) {
        return dir.resolve(id);
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
