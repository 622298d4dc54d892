package org.qingsheng.bot.house;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sees where this process goes while it is open: every HTTP client and plain socket asks the proxy
 * selector before it connects, every name is looked up by the resolver of the process. A name that
 * is not this machine's own cannot be looked up meanwhile.
 */
final class Egress extends ProxySelector implements AutoCloseable {
  private static final AtomicReference<@Nullable Egress> OPEN = new AtomicReference<>();

  private final ProxySelector before = ProxySelector.getDefault();
  private final Set<String> places = new ConcurrentSkipListSet<>();
  private final Set<String> names = new ConcurrentSkipListSet<>();

  private Egress() {}

  static Egress watched() {
    var egress = new Egress();
    ProxySelector.setDefault(egress);
    OPEN.set(egress);
    return egress;
  }

  /** Every {@code host:port} that was to be connected to. */
  Set<String> places() {
    return Set.copyOf(places);
  }

  /** Every name that was looked up, this machine's own apart. */
  Set<String> names() {
    return Set.copyOf(names);
  }

  @Override
  public List<Proxy> select(URI uri) {
    places.add(uri.getHost() + ":" + uri.getPort());
    return List.of(Proxy.NO_PROXY);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException cause) {}

  @Override
  public void close() {
    OPEN.set(null);
    ProxySelector.setDefault(before);
  }

  /** Found by the runtime through {@code META-INF/services}. */
  public static final class Resolvers extends InetAddressResolverProvider {
    @Override
    public InetAddressResolver get(Configuration configuration) {
      return new Watching(configuration.builtinResolver(), configuration.lookupLocalHostName());
    }

    @Override
    public String name() {
      return "watched";
    }
  }

  private record Watching(InetAddressResolver builtIn, String own) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      var open = OPEN.get();
      if (open != null && !host.equals("localhost") && !host.equals(own)) {
        open.names.add(host);
        throw new UnknownHostException(host + " is not configured");
      }
      return builtIn.lookupByName(host, policy);
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return builtIn.lookupByAddress(address);
    }
  }
}
