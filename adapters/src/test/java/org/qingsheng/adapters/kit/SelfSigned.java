package org.qingsheng.adapters.kit;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server whose certificate nobody vouches for; counts the requests that reach it all the same.
 */
public final class SelfSigned implements AutoCloseable {
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();

  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final HttpsServer server;

  public SelfSigned(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    var file = folder.resolve("self-signed.p12");
    make(file);
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            attempts.incrementAndGet();
            super.configure(parameters);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  private static void make(Path file) throws IOException, InterruptedException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var making =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "self",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!making.waitFor(60, TimeUnit.SECONDS) || making.exitValue() != 0) {
      throw new IOException("keytool made no certificate");
    }
  }

  public URI address() {
    return URI.create("https://localhost:" + server.getAddress().getPort());
  }

  /** How often somebody began to speak with it. */
  public int attempts() {
    return attempts.get();
  }

  public int requests() {
    return requests.get();
  }

  /** An address on loopback where nobody listens. */
  public static URI nobody() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
