package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Delivery.NotSent;

@DisplayName("QQ 机器人的加密连接 · TLS")
class QqTlsTest {
  private static final String PASSWORD = "only-for-this-test";

  @Test
  @DisplayName("自签证书的服务器得不到密钥，也得不到令牌和消息")
  void a_self_signed_server_gets_nothing(@TempDir Path folder) throws Exception {
    var requests = new AtomicInteger();
    var server = selfSigned(folder.resolve("keys.p12"), requests);
    var base = URI.create("https://localhost:" + server.getAddress().getPort());
    try (var tokens = new Bench(settings -> settings.at(settings.apiBase(), base));
        var messages = new Bench(settings -> settings.at(base, settings.tokenBase()))) {
      assertThat(tokens.answers("k1", "一")).isInstanceOf(NotSent.class);
      assertThat(messages.answers("k1", "一"))
          .isInstanceOfSatisfying(
              NotSent.class, not -> assertThat(not.reason()).contains("SSLHandshakeException"));

      assertThat(requests).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  private static HttpsServer selfSigned(Path store, AtomicInteger requests) throws Exception {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var making =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-validity",
                "3650")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(making.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    var tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
