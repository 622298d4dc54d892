package org.qingsheng.adapters.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("调用企业微信的线路 · the line to WeCom")
class WeComHttpTest {
  @Test
  @DisplayName("自签名证书的服务器不可信：请求一个也没有到达")
  void refuses_a_self_signed_certificate(@TempDir Path folder) throws Exception {
    var requests = new AtomicInteger();
    var server = selfSigned(folder, requests);
    try (var http = new WeComHttp(Duration.ofSeconds(10))) {
      var answer =
          http.get(URI.create("https://localhost:" + server.getAddress().getPort() + "/cgi-bin/x"));

      assertThat(answer).isInstanceOf(WeComAnswer.NotDone.class);
      assertThat(requests).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  @DisplayName("没有人听的端口：肯定没送到；理由里没有网址")
  void a_closed_port_is_certain() throws Exception {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    try (var http = new WeComHttp(Duration.ofSeconds(10))) {
      var answer = http.get(URI.create("http://127.0.0.1:" + port + "/cgi-bin/x?key=planted"));

      assertThat(answer).isInstanceOf(WeComAnswer.NotDone.class);
      assertThat(answer.toString()).doesNotContain("planted", "127.0.0.1");
    }
  }

  private static HttpsServer selfSigned(Path folder, AtomicInteger requests) throws Exception {
    var file = folder.resolve("self.p12");
    var password = "changeit";
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "self",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                password)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, password.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password.toCharArray());
    var tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
