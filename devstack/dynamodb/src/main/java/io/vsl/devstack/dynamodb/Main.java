package io.vsl.devstack.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import io.vsl.devstack.child.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.server.Server;

/**
 * {@code --port N --dir DIR}: DynamoDB Local on 127.0.0.1, one database whatever the region and the access key.
 * Its own {@code ServerRunner} listens on every interface and reports its use to AWS; this one does neither.
 */
public final class Main {

    private static final boolean IN_MEMORY = false;
    private static final boolean SHARED = true;
    private static final boolean DELAY_TRANSIENT_STATUSES = false;
    private static final int AUTHORITY_LEVEL = 0;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        ServerProcess process = ServerProcess.of(arguments);
        LocalDynamoDBServerHandler handler = new LocalDynamoDBServerHandler(
                new LocalDynamoDBRequestHandler(
                        AUTHORITY_LEVEL, IN_MEMORY, process.dir().toString(), SHARED, DELAY_TRANSIENT_STATUSES),
                null);
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), process.port()));
        server.setHandler(handler);
        process.onStop(() -> {
            server.stop();
            handler.close();
        });
        server.start();
        answerOnce(process.port());
        process.ready();
    }

    /** The first request opens the database and loads most of the classes, which takes seconds: nobody waits for it. */
    private static void answerOnce(int port) throws IOException, InterruptedException {
        HttpRequest listTables = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=VSL/20260101/us-east-1/dynamodb/aws4_request,"
                                + " SignedHeaders=host, Signature=0")
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(listTables, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("ListTables answered " + response.statusCode() + ": " + response.body());
        }
    }
}
