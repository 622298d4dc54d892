package org.qingsheng.adapters.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A piece of network between two programs on this machine, which a test can cut: connections to
 * {@link #port} are carried on to the target, both ways, byte by byte. Thread-safe.
 */
public final class Cable implements AutoCloseable {
  private final int target;
  private final ServerSocket here;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private final AtomicInteger carried = new AtomicInteger();
  private volatile boolean plugged = true;

  /**
   * @param target a port of this machine
   */
  public Cable(int target) {
    this.target = target;
    try {
      this.here = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the cable", e);
    }
    Thread.ofVirtual().name("cable").start(this::accept);
  }

  /** Where to connect instead of the target. */
  public int port() {
    return here.getLocalPort();
  }

  /** How many connections were carried on so far. */
  public int carried() {
    return carried.get();
  }

  /** Resets every connection there is; neither side gets a word of farewell. */
  public void cut() {
    for (var end : ends) {
      reset(end);
    }
    ends.clear();
  }

  /** From now on new connections are reset at once, or carried again. */
  public void plugged(boolean now) {
    plugged = now;
    if (!now) {
      cut();
    }
  }

  private void accept() {
    while (!here.isClosed()) {
      try {
        carry(here.accept());
      } catch (IOException _) {
        // closed, or the target is not there: the caller finds its connection reset
      }
    }
  }

  private void carry(Socket near) throws IOException {
    ends.add(near);
    if (!plugged) {
      reset(near);
      return;
    }
    Socket far;
    try {
      far = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      reset(near);
      throw e;
    }
    ends.add(far);
    carried.incrementAndGet();
    Thread.ofVirtual().name("cable").start(() -> pump(near, far));
    Thread.ofVirtual().name("cable").start(() -> pump(far, near));
  }

  private void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      reset(from);
      reset(to);
    }
  }

  private void reset(Socket end) {
    ends.remove(end);
    try (end) {
      end.setSoLinger(true, 0);
    } catch (IOException _) {
      // it is closed already
    }
  }

  @Override
  public void close() {
    plugged(false);
    try {
      here.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
