package io.vsl.bench.reference;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Executor;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/** Tomcat, as the application has it: a virtual thread for each request. */
final class Http {

    private Http() {}

    /** A virtual thread for each task. */
    static Executor threads(String prefix) {
        return new VirtualThreadExecutor(prefix);
    }

    /** Answers on {@code VSL_PORT}: everything by the servlet, {@code /health/ready} by itself. */
    static void serve(HttpServlet servlet) throws IOException, LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("reference").toString());
        tomcat.setPort(Integer.parseInt(System.getenv("VSL_PORT")));
        tomcat.getConnector().getProtocolHandler().setExecutor(threads("http-"));
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "ready", new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                response.setStatus(HttpServletResponse.SC_OK);
            }
        });
        Tomcat.addServlet(context, "servlet", servlet);
        context.addServletMappingDecoded("/health/ready", "ready");
        context.addServletMappingDecoded("/", "servlet");
        tomcat.start();
        tomcat.getServer().await();
    }

    static void answer(HttpServletResponse response, int status, byte[] json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
