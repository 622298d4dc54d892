package org.qingsheng.adapters.wechat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpVersion;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.message.BasicHttpResponse;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;

/**
 * The HTTP client WxJava is given: Apache's interface outside, {@code java.net.http} inside.
 * WxJava's own client trusts every certificate, logs addresses with the token in them, and has a
 * small connection pool; this one checks certificate and host name, logs nothing, never repeats a
 * request, follows no redirect and ends every call within {@code timeout}. Thread-safe.
 */
final class WeChatHttp extends CloseableHttpClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration CLOSING = Duration.ofSeconds(2);

  /** WeChat's answers have some hundred bytes. */
  private static final long MAX_ANSWER_BYTES = 256 * 1024;

  private final HttpClient http;
  private final Duration timeout;

  /**
   * @param timeout for one call as a whole, connecting and reading included
   */
  WeChatHttp(Duration timeout) {
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT.compareTo(timeout) < 0 ? CONNECT_TIMEOUT : timeout)
            .followRedirects(Redirect.NEVER)
            .build();
  }

  @Override
  protected CloseableHttpResponse doExecute(
      HttpHost target, HttpRequest request, HttpContext context) throws IOException {
    var call = java.net.http.HttpRequest.newBuilder(uri(request)).timeout(timeout);
    if (request instanceof HttpEntityEnclosingRequest post && post.getEntity() != null) {
      call.header("Content-Type", ContentType.APPLICATION_JSON.toString())
          .POST(BodyPublishers.ofByteArray(EntityUtils.toByteArray(post.getEntity())));
    }
    return new Answer(awaited(call.build()));
  }

  private static URI uri(HttpRequest request) {
    if (request instanceof HttpUriRequest addressed) {
      return addressed.getURI();
    }
    throw new IllegalArgumentException("WxJava makes requests with a full address only");
  }

  /** The request's own timeout ends with the first byte of the answer; this one with the last. */
  private HttpResponse<byte[]> awaited(java.net.http.HttpRequest request) throws IOException {
    var answer =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io
          ? io
          : new IOException("call failed", e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw (IOException) new HttpTimeoutException("no whole answer in time").initCause(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted in a call").initCause(e);
    }
  }

  /** Lets calls in flight finish for a moment; what is cut off then is unknown. */
  @Override
  public void close() {
    http.shutdown();
    try {
      var _ = http.awaitTermination(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }

  @Override
  @Deprecated
  public HttpParams getParams() {
    throw new UnsupportedOperationException("Apache's old settings are not used here");
  }

  @Override
  @Deprecated
  public ClientConnectionManager getConnectionManager() {
    throw new UnsupportedOperationException("connections belong to java.net.http");
  }

  private static final class Answer extends BasicHttpResponse implements CloseableHttpResponse {
    Answer(HttpResponse<byte[]> answer) {
      super(HttpVersion.HTTP_1_1, answer.statusCode(), "");
      setEntity(new ByteArrayEntity(answer.body()));
    }

    @Override
    public void close() {
      // Read to the end already.
    }
  }
}
