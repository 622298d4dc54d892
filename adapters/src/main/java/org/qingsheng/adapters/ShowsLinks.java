package org.qingsheng.adapters;

import java.net.URI;

/** A channel in whose messages a web address stays what it is and can be tapped. */
public interface ShowsLinks {
  /** Whether the platform lets this address through; an address it minds is never worth a try. */
  boolean shows(URI link);
}
