package org.qingsheng.adapters.kit;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Writes down every host that this process wants to reach while it is open: each {@code
 * java.net.http} client made meanwhile, each plain socket and each {@code HttpURLConnection} asks
 * the proxy selector first.
 */
final class HostsContacted extends ProxySelector implements AutoCloseable {
  private final ProxySelector before = ProxySelector.getDefault();
  private final Set<String> hosts = new ConcurrentSkipListSet<>();

  static HostsContacted open() {
    var selector = new HostsContacted();
    ProxySelector.setDefault(selector);
    return selector;
  }

  @Override
  public List<Proxy> select(URI uri) {
    hosts.add(String.valueOf(uri.getHost()));
    return List.of(Proxy.NO_PROXY);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException cause) {}

  Set<String> hosts() {
    return Set.copyOf(hosts);
  }

  @Override
  public void close() {
    ProxySelector.setDefault(before);
  }
}
