package org.qingsheng.adapters;

import java.util.Optional;

/**
 * A channel that hands over the bytes of files people send (收文件). A channel that cannot says
 * nothing: its files are only told of.
 */
public interface FetchesFiles {
  /** Larger files are not taken by any channel. */
  int MOST_BYTES = 10 * 1024 * 1024;

  /**
   * The bytes of an attachment told a moment ago; asked for while its message is being handled, on
   * a virtual thread. Never throws for I/O.
   *
   * @return empty when it is gone, or larger than {@link #MOST_BYTES}
   */
  Optional<byte[]> fetch(Attachment attachment);
}
